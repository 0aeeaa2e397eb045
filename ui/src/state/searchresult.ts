// The result of a search so far: its events, folded one by one. Pure: searchrun.svelte.ts owns the channel and the clock.
import type { Fetch, SourceChip, StreamEvent, StreamRow, Verdict, WireError } from "../wire";
import { keepFacts } from "./facts";
import { bestOf } from "./pin";
import type { Check, Chip, Rows, SearchResult } from "./searchstate";

/** Before a retry: what was found stays on the page while sources are asked again. */
export function asking(search: SearchResult, sources: string[] | null): SearchResult {
  const again = (chip: Chip) =>
    sources ? sources.includes(chip.source) : chip.state !== "off" && chip.state !== "noId";
  const chips = search.chips.map((chip) => (again(chip) ? { ...chip, state: "asking" as const, error: null } : chip));
  return { ...search, chips, complete: false, error: null };
}

/** Before a service is asked again about what is still unknown: its failure makes room for the bar. */
export function rechecking(search: SearchResult): SearchResult {
  return { ...search, checks: search.checks.map((check) => ({ ...check, error: null })) };
}

/** After the command rejected, or after it resolved without a last event. */
export function ended(search: SearchResult, error: WireError | null): SearchResult {
  const chips = search.chips.map((chip) => settleChip(chip, error));
  return { ...search, chips, rows: unknownRows(search.rows), complete: true, error };
}

/** Takes in events that came together. The rows are copied, and counted, once for all events. */
export function foldAll(search: SearchResult, events: StreamEvent[]): SearchResult {
  const before = search.rows;
  let next = search;
  for (const event of events) next = fold(next, event, before);
  return counted(next);
}

/** After an attempt at a link: what it says of its row, and what is best now. */
export function learnt(search: SearchResult, verdict: Verdict): SearchResult {
  const row = search.rows.get(verdict.id);
  if (!row) return search;
  const rows = new Map(search.rows).set(row.id, judged(row, verdict));
  return counted({ ...search, rows, best: bestOf(rows.values())?.id ?? null });
}

const judged = (row: StreamRow, { id: _, ...verdict }: Verdict) => keepFacts(row, { ...row, ...verdict });

/** One truth: what a service is said to hold is what the rows say it holds. */
function counted(search: SearchResult): SearchResult {
  if (search.checks.length === 0) return search;
  const held = new Map<string, number>();
  for (const row of search.rows.values())
    for (const { service, cached } of row.services)
      if (cached === "yes") held.set(service, (held.get(service) ?? 0) + 1);
  const checks = search.checks.map((check) => ({ ...check, cached: held.get(check.service) ?? 0 }));
  return { ...search, checks };
}

function fold(search: SearchResult, event: StreamEvent, before: Rows): SearchResult {
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
      return withChip(search, event.source, { state: event.state, count: null, error: null });
    case "sourceFailed":
      return withChip(search, event.source, { state: "failed", elapsedMs: event.elapsedMs, error: event.error });
    case "rowsArrived": {
      const own = rows();
      for (const row of event.rows) {
        keepFacts(own.get(row.id), row);
        own.set(row.id, row);
      }
      return { ...search, rows: own };
    }
    case "cacheChecked": {
      const own = rows();
      for (const verdict of event.verdicts) {
        const row = own.get(verdict.id);
        if (row) own.set(row.id, judged(row, verdict));
      }
      const { service, label, checked, total } = event;
      const checks = withCheck(search.checks, { service, label, checked, total, cached: 0, error: null });
      return { ...search, rows: own, checks };
    }
    case "cacheCheckFailed": {
      const { service, label, error, unchecked } = event;
      const known = search.checks.find((check) => check.service === service);
      const empty = { service, label, checked: 0, total: unchecked, cached: 0 };
      return { ...search, checks: withCheck(search.checks, { ...(known ?? empty), error }) };
    }
    case "pickChosen":
      return { ...search, best: event.id };
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

function withChip(search: SearchResult, source: string, change: Partial<Chip>): SearchResult {
  return { ...search, chips: search.chips.map((chip) => (chip.source === source ? { ...chip, ...change } : chip)) };
}

/** A source that was still asked when the search ended. It failed with the search, or its earlier answer stands. */
function settleChip(chip: Chip, error: WireError | null): Chip {
  if (chip.state !== "asking") return chip;
  return error ? { ...chip, state: "failed", error } : { ...chip, state: "remembered" };
}

function unknownRows(rows: Rows): Rows {
  let own: Map<string, StreamRow> | null = null;
  for (const [id, row] of rows) {
    if (row.cached !== "checking") continue;
    own ??= new Map(rows);
    own.set(id, keepFacts(row, { ...row, cached: "unknown" }));
  }
  return own ?? rows;
}

/** How many of the asked sources have answered. */
export function progress(chips: Chip[]): { answered: number; asked: number; failed: number } {
  const unasked: Chip["state"][] = ["off", "noId", "noDetails", "resting"];
  const asked = chips.filter((chip) => !unasked.includes(chip.state));
  return {
    asked: asked.length,
    answered: asked.filter((chip) => chip.state !== "asking").length,
    failed: asked.filter((chip) => chip.state === "failed").length,
  };
}

/** How many rows are cached at the service that has most of them. */
export function cachedCount(search: SearchResult): number {
  return search.checks.reduce((most, check) => Math.max(most, check.cached), 0);
}

/** Marks a row's torrent as cached at the service that has downloaded it, and as in the account. */
export function fetched(search: SearchResult, { id, service }: Fetch): SearchResult {
  const row = search.rows.get(id);
  if (!row) return search;
  const label = (name: string) => search.checks.find((check) => check.service === name)?.label;
  const services = row.services.map((one) =>
    one.service === service || label(one.service) === service ? { ...one, cached: "yes" as const, inCloud: true } : one,
  );
  const held = keepFacts(row, { ...row, cached: "yes", services });
  return counted({ ...search, rows: new Map(search.rows).set(id, held) });
}
