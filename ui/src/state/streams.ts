// What a search has said so far, folded event by event. Pure: the class in picks.svelte.ts owns the channel and the clock.
import type { ChipState, Say, SourceChip, StreamEvent, StreamRow, WireError } from "../wire";

export type Chip = {
  source: string;
  label: string;
  state: ChipState | "answered" | "failed";
  count: number | null;
  elapsedMs: number | null;
  error: WireError | null;
};

export type Pick = { id: string; reasons: Say[] };

export type Check = { checked: number; total: number; cached: number; service: string };

export type Search = {
  searchId: number | null;
  heading: string;
  chips: Chip[];
  rememberedS: number | null;
  rows: ReadonlyMap<string, StreamRow>;
  check: Check | null;
  checkError: WireError | null;
  /** Pinned: shown until the person asks for another. */
  pick: Pick | null;
  /** A better pick that waits behind a quiet button. */
  offered: Pick | null;
  complete: boolean;
  elapsedMs: number | null;
  /** The search itself could not run or ended early. */
  error: WireError | null;
};

export const nothingYet: Search = {
  searchId: null,
  heading: "",
  chips: [],
  rememberedS: null,
  rows: new Map(),
  check: null,
  checkError: null,
  pick: null,
  offered: null,
  complete: false,
  elapsedMs: null,
  error: null,
};

/** Before a retry: what was found stays on the page while sources are asked again. */
export function asking(search: Search, sources: string[] | null): Search {
  const again = (chip: Chip) =>
    sources ? sources.includes(chip.source) : chip.state !== "off" && chip.state !== "noId";
  const chips = search.chips.map((chip) => (again(chip) ? { ...chip, state: "asking" as const, error: null } : chip));
  return { ...search, chips, complete: false, error: null, checkError: null };
}

/** After the command rejected, or after it resolved without a last event. */
export function ended(search: Search, error: WireError | null): Search {
  return { ...search, chips: search.chips.map(settleChip), rows: unknownRows(search.rows), complete: true, error };
}

export function fold(search: Search, event: StreamEvent, touched: boolean): Search {
  switch (event.type) {
    case "started":
      return {
        ...search,
        searchId: event.searchId,
        heading: event.heading,
        rememberedS: event.rememberedS,
        chips: event.sources.map((source) => startedChip(source, search.chips)),
        complete: false,
        error: null,
        checkError: null,
      };
    case "sourceAnswered":
      return withChip(search, event.source, {
        state: "answered",
        count: event.count,
        elapsedMs: event.elapsedMs,
        error: null,
      });
    case "sourceSkipped":
      return withChip(search, event.source, { state: "noId", count: null, error: null });
    case "sourceFailed":
      return withChip(search, event.source, { state: "failed", elapsedMs: event.elapsedMs, error: event.error });
    case "rowsArrived": {
      const rows = new Map(search.rows);
      for (const row of event.rows) rows.set(row.id, row);
      return { ...search, rows };
    }
    case "cacheChecked": {
      const rows = new Map(search.rows);
      for (const { id, ...verdict } of event.verdicts) {
        const row = rows.get(id);
        if (row) rows.set(id, { ...row, ...verdict });
      }
      const { checked, total, cached, label } = event;
      return { ...search, rows, check: { checked, total, cached, service: label } };
    }
    case "cacheCheckFailed":
      return { ...search, checkError: event.error };
    case "pickChosen":
      return pin(search, { id: event.id, reasons: event.reasons }, touched);
    case "completed": {
      const done = ended(search, search.error);
      return { ...done, elapsedMs: event.elapsedMs };
    }
  }
}

/** The pick changes freely only while nothing was touched and none that is cached is pinned; later ones are offered. */
function pin(search: Search, next: Pick, touched: boolean): Search {
  const { pick } = search;
  if (pick?.id === next.id) return { ...search, pick: next, offered: null };
  const firm = pick !== null && (touched || search.rows.get(pick.id)?.cached === "yes");
  return firm ? { ...search, offered: next } : { ...search, pick: next, offered: null };
}

export function takeOffer(search: Search): Search {
  return search.offered ? { ...search, pick: search.offered, offered: null } : search;
}

function startedChip({ source, label, state }: SourceChip, before: Chip[]): Chip {
  const known = before.find((chip) => chip.source === source);
  if (state === "remembered" && known && known.state !== "asking") return { ...known, label };
  return { source, label, state, count: known?.count ?? null, elapsedMs: known?.elapsedMs ?? null, error: null };
}

function withChip(search: Search, source: string, change: Partial<Chip>): Search {
  return { ...search, chips: search.chips.map((chip) => (chip.source === source ? { ...chip, ...change } : chip)) };
}

function settleChip(chip: Chip): Chip {
  return chip.state === "asking" ? { ...chip, state: "remembered" } : chip;
}

function unknownRows(rows: ReadonlyMap<string, StreamRow>): ReadonlyMap<string, StreamRow> {
  if (![...rows.values()].some((row) => row.cached === "checking")) return rows;
  return new Map([...rows].map(([id, row]) => [id, row.cached === "checking" ? { ...row, cached: "unknown" } : row]));
}

/** How many of the asked sources have spoken. */
export function progress(chips: Chip[]): { answered: number; asked: number; failed: number } {
  const asked = chips.filter((chip) => chip.state !== "off" && chip.state !== "noId");
  return {
    asked: asked.length,
    answered: asked.filter((chip) => chip.state !== "asking").length,
    failed: asked.filter((chip) => chip.state === "failed").length,
  };
}
