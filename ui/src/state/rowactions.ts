// What can be done with a row of the list and with the pick.
import type { StreamRow } from "../wire";
import type { Act, How } from "./links.svelte";
import type { Picks } from "./picks.svelte";

export type RowActions = {
  use: (id: string, act: Act, how?: How) => void;
  /** Its Play is about to be pressed; null when it is not any more. */
  ready: (id: string | null) => void;
  /** Plays this file of the row's torrent and no other. */
  playFile: (id: string, file: string) => void;
  stop: () => void;
  copyMagnet: (id: string) => void;
  /** Opens in the browser what an addon offers there. */
  openOffer: (id: string, source: string) => void;
  explain: (row: StreamRow) => void;
  openPack: (row: StreamRow) => void;
  askFetch: (id: string, where: "pick" | "row") => void;
  confirmFetch: (id: string, service: string) => void;
  dismissFetch: () => void;
  cancelFetch: (fetchId: string) => void;
  /** What the person said to be wrong with it does not hold any more. */
  takeBack: (id: string) => void;
  openSettings: () => void;
};

export const rowActions = (picks: Picks, signedIn: () => boolean, openSettings: () => void): RowActions => ({
  use: (id, act, how) => void picks.act(id, act, how),
  ready: (id) => picks.links.prepare(id),
  playFile: (id, file) => (signedIn() ? void picks.act(id, "play", { file }) : openSettings()),
  stop: () => picks.links.stop(),
  copyMagnet: (id) => void picks.links.copyMagnet(id),
  openOffer: (id, source) => void picks.links.openOffer(id, source),
  explain: (row) => picks.explain(row),
  openPack: (row) => picks.openPack(row),
  askFetch: (id, where) => picks.fetches.ask(id, where),
  confirmFetch: (id, service) => picks.confirmFetch(id, service),
  dismissFetch: () => picks.fetches.dismiss(),
  cancelFetch: (fetchId) => void picks.fetches.cancel(fetchId),
  takeBack: (id) => void picks.takeBack(id),
  openSettings,
});
