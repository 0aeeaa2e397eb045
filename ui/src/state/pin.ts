// When the pinned pick may change by itself, and when another is worth offering. Pure.
import type { StreamRow } from "../wire";
import { factsOf } from "./facts";
import type { Rows } from "./searchstate";

/** So long after the first pick it may still change, while nobody has come near. */
export const settlingMs = 1500;
/** And so long, at most, while rows that could be better are still being checked. */
const checkingMs = 6000;

/** What the person does: has chosen or is at the pick, looks at the list, or neither. */
export type Presence = "atPick" | "atList" | "away";

/** Whether the pick may give way by itself. What does not play at once always gives way to what does, unless the person is
 * at it: a glance at the list is no choice. */
export function mayMove(rows: Rows, from: StreamRow, to: StreamRow, presence: Presence, sinceFirstMs: number): boolean {
  if (presence === "atPick") return false;
  if (from.cached !== "yes" && to.cached === "yes" && to.hidden === null) return true;
  if (presence === "atList") return false;
  return sinceFirstMs < settlingMs || (sinceFirstMs < checkingMs && tierUnchecked(rows, from));
}

function tierUnchecked(rows: Rows, pinned: StreamRow): boolean {
  const { tier } = factsOf(pinned);
  for (const row of rows.values()) if (row.cached === "checking" && factsOf(row).tier === tier) return true;
  return false;
}

const sure = { yes: 2, unknown: 1, checking: 1, no: 0 };

/** Plays where the other does not, or is of another quality that ranks higher. A few seeders more are no reason. */
export function materiallyBetter(from: StreamRow, to: StreamRow): boolean {
  if (from.id === to.id || to.hidden !== null) return false;
  if (from.hidden !== null) return true;
  const gain = sure[to.cached] - sure[from.cached];
  if (gain !== 0) return gain > 0 && to.cached === "yes";
  return to.rank > from.rank && (factsOf(from).tier !== factsOf(to).tier || exact(to) > exact(from));
}

const exact = (row: StreamRow) => (row.scope === "unknown" ? 0 : 1);

/** The row of the highest rank, as the core compares them. */
export function bestOf(rows: Iterable<StreamRow>): StreamRow | null {
  let best: StreamRow | null = null;
  for (const row of rows) if (!best || row.rank > best.rank || (row.rank === best.rank && row.id < best.id)) best = row;
  return best;
}
