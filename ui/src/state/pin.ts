// When the pinned pick may change by itself, and when another is worth offering. Pure.
import type { StreamRow } from "../wire";
import { factsOf } from "./facts";
import type { Pick, SearchResult } from "./searchstate";

/** So long after the first pick it may still change, while nobody has come near. */
const settlingMs = 1500;
/** And so long, at most, while rows that could be better are still being checked. */
const checkingMs = 6000;

/** Whether the pick may change under nobody's eyes and fingers: early, or until the check of its tier is done. */
export function mayMove(search: SearchResult, touched: boolean, sinceFirstMs: number): boolean {
  const row = search.pick && search.rows.get(search.pick.id);
  if (!row) return true;
  if (touched) return false;
  if (sinceFirstMs < settlingMs) return true;
  return sinceFirstMs < checkingMs && tierUnchecked(search, row);
}

function tierUnchecked(search: SearchResult, pinned: StreamRow): boolean {
  const { tier } = factsOf(pinned);
  for (const row of search.rows.values()) if (row.cached === "checking" && factsOf(row).tier === tier) return true;
  return false;
}

export function pinned(search: SearchResult, next: Pick, free: boolean): SearchResult {
  const { pick } = search;
  return free || pick === null || pick.id === next.id
    ? { ...search, pick: next, latest: next }
    : { ...search, latest: next };
}

/** A better pick that waits behind a quiet button; null while what is pinned is as good for all that matters. */
export function offered(search: SearchResult): Pick | null {
  const { pick, latest, rows } = search;
  if (!pick || !latest || pick.id === latest.id) return null;
  const from = rows.get(pick.id);
  const to = rows.get(latest.id);
  return from && to && materiallyBetter(from, to) ? latest : null;
}

const sure = { yes: 2, unknown: 1, checking: 1, no: 0 };

/** Plays where the other does not, or is of another quality that ranks higher. A few seeders more are no reason. */
function materiallyBetter(from: StreamRow, to: StreamRow): boolean {
  if (to.hidden !== null) return false;
  if (from.hidden !== null) return true;
  const gain = sure[to.cached] - sure[from.cached];
  if (gain !== 0) return gain > 0 && to.cached === "yes";
  return to.rank > from.rank && (factsOf(from).tier !== factsOf(to).tier || exact(to) > exact(from));
}

const exact = (row: StreamRow) => (row.scope === "unknown" ? 0 : 1);

export function takeOffer(search: SearchResult): SearchResult {
  const offer = offered(search);
  return offer ? { ...search, pick: offer } : search;
}
