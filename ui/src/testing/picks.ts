// For tests of the streams' parts: work that has not begun, actions that only take note, and the props of parts that need
// many.
import { vi } from "vitest";
import type { Picks } from "../state/picks.svelte";
import { rowActions, type RowActions } from "../state/rowactions";
import type { RowWork } from "../state/rowwork";
import { servicesOf } from "../state/services";
import { idle } from "../state/linkstate";
import type { SettingsView } from "../wire";

export const noWork: RowWork = { linkState: idle, tries: [], fetch: null, asked: null, here: null, kept: null };

export const notedActions = () =>
  ({
    use: vi.fn(),
    ready: vi.fn(),
    playFile: vi.fn(),
    stop: vi.fn(),
    copyMagnet: vi.fn(),
    openOffer: vi.fn(),
    explain: vi.fn(),
    openPack: vi.fn(),
    askFetch: vi.fn(),
    confirmFetch: vi.fn(),
    dismissFetch: vi.fn(),
    cancelFetch: vi.fn(),
    takeBack: vi.fn(),
    openSettings: vi.fn(),
  }) satisfies RowActions;

export function cacheBarProps(picks: Picks, view: SettingsView, onsettings = () => {}) {
  return {
    search: picks.result,
    services: servicesOf(view),
    rechecking: picks.run.rechecking,
    cachedOnly: picks.filter.values.cachedOnly,
    onrecheck: () => void picks.run.recheck(),
    onretry: () => picks.retry(null),
    onuncached: () => picks.filter.set({ cachedOnly: false }),
    onsettings,
  };
}

export function pickCardProps(picks: Picks, view: SettingsView) {
  const services = servicesOf(view);
  return {
    row: picks.pick.row,
    offered: picks.pick.offered,
    ontakeoffer: () => picks.pick.take(),
    work: (id: string) => picks.work(id),
    services,
    players: view.players,
    actions: rowActions(
      picks,
      () => services.signedIn,
      () => {},
    ),
    interaction: picks.interaction,
  };
}
