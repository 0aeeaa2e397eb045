// What a search has said so far, folded event by event. Pure: the class in picks.svelte.ts owns the channel and the clock.
import type { ChipState, Counted, Fetch, Say, SourceChip, StreamEvent, StreamRow, WireError } from "../wire";
import { carry } from "./facts";
import { pinned } from "./pin";

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

export type Pick = { id: string; reasons: Say[] };

/** How far one service's cache check is; `error` when its last part failed. */
export type Check = {
  service: string;
  label: string;
  checked: number;
  total: number;
  cached: number;
  error: WireError | null;
};

export type Rows = ReadonlyMap<string, StreamRow>;

export type Search = {
  searchId: number | null;
  heading: string;
  chips: Chip[];
  rememberedS: number | null;
  rows: Rows;
  /** One for each service that was asked, in the order they first spoke. */
  checks: Check[];
  /** Pinned: shown until the person asks for another. */
  pick: Pick | null;
  /** What the app would choose now; offered when it is materially better than the pinned one. */
  latest: Pick | null;
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
  checks: [],
  pick: null,
  latest: null,
  complete: false,
  elapsedMs: null,
  error: null,
};

/** Before a retry: what was found stays on the page while sources are asked again. */
export function asking(search: Search, sources: string[] | null): Search {
  const again = (chip: Chip) =>
    sources ? sources.includes(chip.source) : chip.state !== "off" && chip.state !== "noId";
  const chips = search.chips.map((chip) => (again(chip) ? { ...chip, state: "asking" as const, error: null } : chip));
  return { ...search, chips, complete: false, error: null };
}

/** Before a service is asked again about what is still unknown: its failure makes room for the bar. */
export function rechecking(search: Search): Search {
  return { ...search, checks: search.checks.map((check) => ({ ...check, error: null })) };
}

/** After the command rejected, or after it resolved without a last event. */
export function ended(search: Search, error: WireError | null): Search {
  const chips = search.chips.map((chip) => settleChip(chip, error));
  return { ...search, chips, rows: unknownRows(search.rows), complete: true, error };
}

/** Events that came in one breath. `free` says whether the pin may move; the rows are copied once for all of them. */
export function foldAll(search: Search, events: StreamEvent[], free: (search: Search) => boolean): Search {
  const before = search.rows;
  let next = search;
  for (const event of events) next = fold(next, event, free, before);
  return next;
}

function fold(search: Search, event: StreamEvent, free: (search: Search) => boolean, before: Rows): Search {
  const rows = () => (search.rows === before ? new Map(before) : (search.rows as Map<string, StreamRow>));
  switch (event.type) {
    case "started":
      return {
        ...search,
        searchId: event.searchId,
        heading: event.heading,
        rememberedS: event.rememberedS,
        chips: event.sources.map((source) => startedChip(source, search.chips)),
        checks: search.checks.map((check) => ({ ...check, error: null })),
        complete: false,
        error: null,
      };
    case "sourceAnswered": {
      const { count, elapsedMs, dropped, partial } = event;
      return withChip(search, event.source, { state: "answered", count, elapsedMs, dropped, partial, error: null });
    }
    case "sourceSkipped":
      return withChip(search, event.source, { state: "noId", count: null, error: null });
    case "sourceFailed":
      return withChip(search, event.source, { state: "failed", elapsedMs: event.elapsedMs, error: event.error });
    case "rowsArrived": {
      const own = rows();
      for (const row of event.rows) {
        carry(own.get(row.id), row);
        own.set(row.id, row);
      }
      return { ...search, rows: own };
    }
    case "cacheChecked": {
      const own = rows();
      for (const { id, ...verdict } of event.verdicts) {
        const row = own.get(id);
        if (row) own.set(id, carry(row, { ...row, ...verdict }));
      }
      const { service, label, checked, total, cached } = event;
      const checks = withCheck(search.checks, { service, label, checked, total, cached, error: null });
      return { ...search, rows: own, checks };
    }
    case "cacheCheckFailed": {
      const { service, label, error, unchecked } = event;
      const known = search.checks.find((check) => check.service === service);
      const empty = { service, label, checked: 0, total: unchecked, cached: 0 };
      return { ...search, checks: withCheck(search.checks, { ...(known ?? empty), error }) };
    }
    case "pickChosen":
      return pinned(search, { id: event.id, reasons: event.reasons }, free(search));
    case "completed":
      return { ...ended(search, search.error), elapsedMs: event.elapsedMs };
  }
}

function withCheck(checks: Check[], check: Check): Check[] {
  return checks.some((one) => one.service === check.service)
    ? checks.map((one) => (one.service === check.service ? check : one))
    : [...checks, check];
}

function startedChip({ source, label, state }: SourceChip, before: Chip[]): Chip {
  const known = before.find((chip) => chip.source === source);
  if (state === "remembered" && known && known.state !== "asking") return { ...known, label };
  const { count = null, elapsedMs = null, dropped = [], partial = false } = known ?? {};
  return { source, label, state, count, elapsedMs, dropped, partial, error: null };
}

function withChip(search: Search, source: string, change: Partial<Chip>): Search {
  return { ...search, chips: search.chips.map((chip) => (chip.source === source ? { ...chip, ...change } : chip)) };
}

/** A source that was still asked when the search ended: stopped with it, or it had said before what it knows. */
function settleChip(chip: Chip, error: WireError | null): Chip {
  if (chip.state !== "asking") return chip;
  return error ? { ...chip, state: "failed", error } : { ...chip, state: "remembered" };
}

function unknownRows(rows: Rows): Rows {
  let own: Map<string, StreamRow> | null = null;
  for (const [id, row] of rows) {
    if (row.cached !== "checking") continue;
    own ??= new Map(rows);
    own.set(id, carry(row, { ...row, cached: "unknown" }));
  }
  return own ?? rows;
}

/** How many of the asked sources have spoken. */
export function progress(chips: Chip[]): { answered: number; asked: number; failed: number } {
  const asked = chips.filter((chip) => chip.state !== "off" && chip.state !== "noId" && chip.state !== "resting");
  return {
    asked: asked.length,
    answered: asked.filter((chip) => chip.state !== "asking").length,
    failed: asked.filter((chip) => chip.state === "failed").length,
  };
}

/** How many the service that holds most of them holds. */
export function cachedCount(search: Search): number {
  return search.checks.reduce((most, check) => Math.max(most, check.cached), 0);
}

/** After a service fetched a row's torrent: it is held there, and in the account. */
export function fetched(search: Search, { id, service }: Fetch): Search {
  const row = search.rows.get(id);
  if (!row) return search;
  const label = (name: string) => search.checks.find((check) => check.service === name)?.label;
  const services = row.services.map((one) =>
    one.service === service || label(one.service) === service ? { ...one, cached: "yes" as const, inCloud: true } : one,
  );
  const held = carry(row, { ...row, cached: "yes", services });
  return { ...search, rows: new Map(search.rows).set(id, held) };
}
