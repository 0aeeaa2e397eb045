// What a search knows while it runs and after: its rows, for the commands that come later.
import type { StreamRow } from "../wire";

export const found = new Map<string, StreamRow>();
export const running = { search: 0 };

const names = [
  ["realdebrid", "Real-Debrid"],
  ["torbox", "TorBox"],
] as const;
/** `one` in the address signs in to a single service. */
export const services: readonly (readonly [string, string])[] = new URLSearchParams(location.search).has("one")
  ? names.slice(0, 1)
  : names;
