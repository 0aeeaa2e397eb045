// What a row of the list and the pick show of the work on them, and what can be done with them.
import type { Fetch, StreamRow } from "../wire";
import type { Act, How } from "./links.svelte";
import type { Picks } from "./picks.svelte";
import type { LinkTry, LinkState } from "./linkstate";

export type RowWork = {
  linkState: LinkState;
  /** Every try for its link, the latest last. */
  tries: LinkTry[];
  /** Its download at a service. */
  fetch: Fetch | null;
  /** Where the question stands whether a service shall download it. */
  asked: "pick" | "row" | null;
};

export type RowActions = {
  use: (id: string, act: Act, how?: How) => void;
  /** Plays this file of the row's torrent and no other. */
  playFile: (id: string, file: string) => void;
  stop: () => void;
  copyMagnet: (id: string) => void;
  explain: (row: StreamRow) => void;
  openPack: (row: StreamRow) => void;
  askFetch: (id: string, where: "pick" | "row") => void;
  confirmFetch: (id: string, service: string) => void;
  dismissFetch: () => void;
  cancelFetch: (fetchId: string) => void;
  openSettings: () => void;
};

export const rowActions = (picks: Picks, signedIn: () => boolean, openSettings: () => void): RowActions => ({
  use: (id, act, how) => void picks.act(id, act, how),
  playFile: (id, file) => (signedIn() ? void picks.act(id, "play", { file }) : openSettings()),
  stop: () => picks.links.stop(),
  copyMagnet: (id) => void picks.links.copyMagnet(id),
  explain: (row) => picks.explain(row),
  openPack: (row) => picks.openPack(row),
  askFetch: (id, where) => picks.fetches.ask(id, where),
  confirmFetch: (id, service) => picks.confirmFetch(id, service),
  dismissFetch: () => picks.fetches.dismiss(),
  cancelFetch: (fetchId) => void picks.fetches.cancel(fetchId),
  openSettings,
});
