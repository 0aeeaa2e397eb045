// What a search has told so far, as values.
import type { ChipState, Counted, StreamRow, WireError } from "../wire";

export type Chip = {
  source: string;
  label: string;
  state: ChipState | "answered" | "failed";
  count: number | null;
  elapsedMs: number | null;
  error: WireError | null;
  /** What it found besides, by the reason it was left out. */
  dropped: Counted[];
  /** Some of its requests did not come back in time. */
  partial: boolean;
};

/** How far one service's cache check is; `cached` counts the rows that say so, `error` when its last part failed. */
export type Check = {
  service: string;
  label: string;
  checked: number;
  total: number;
  cached: number;
  error: WireError | null;
};

export type Rows = ReadonlyMap<string, StreamRow>;

export type SearchResult = {
  searchId: number | null;
  heading: string;
  chips: Chip[];
  rememberedS: number | null;
  rows: Rows;
  /** One for each service that was asked, in the order of their first answers. */
  checks: Check[];
  /** The row the app would choose now, by its id. */
  best: string | null;
  complete: boolean;
  elapsedMs: number | null;
  /** The search itself could not run or ended early. */
  error: WireError | null;
};

export const nothingYet: SearchResult = {
  searchId: null,
  heading: "",
  chips: [],
  rememberedS: null,
  rows: new Map(),
  checks: [],
  best: null,
  complete: false,
  elapsedMs: null,
  error: null,
};
