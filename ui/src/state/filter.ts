// Which rows the list shows and what hides the others: preferences, cached only, quality tier, the query. Pure.
import type { Say, StreamRow } from "../wire";
import { factsOf, sizeOf, tiers, type Tier } from "./facts";
import type { Key, Query, Term } from "./query";

export type { Tier } from "./facts";
export { sizeOf, tierOf } from "./facts";

export type Filters = {
  tier: Tier | null;
  cachedOnly: boolean;
  text: string;
  /** Rows the preferences hide are shown all the same. */
  unhide: boolean;
  /** Of what the preferences hide, the reasons that are left aside, by their key. */
  lifted: readonly string[];
  /** Rows that name no language are shown although a language is asked for. */
  unnamed: boolean;
};
export const showAll: Filters = {
  ...{ tier: null, cachedOnly: false, text: "", unhide: false },
  ...{ lifted: [], unnamed: false },
};

/** Why rows are hidden; a row counts for the first reason that hides it. */
export type HiddenReason =
  | { by: "preference"; say: Say; count: number }
  | { by: "cachedOnly"; count: number }
  | { by: "tier"; count: number }
  | { by: "unnamed"; count: number }
  | { by: "term"; raw: string; count: number };
export type Hidden = { total: number; reasons: HiddenReason[] };

/** Tells one preference's reason from the others. */
export const reasonKey = ({ code, value }: Say) => `${code}/${value ?? ""}`;

export const hiddenBy = (hidden: Hidden, by: HiddenReason["by"]) =>
  hidden.reasons.reduce((sum, reason) => sum + (reason.by === by ? reason.count : 0), 0);

export type TierSummary = { tier: Tier; count: number; cached: number; bestSize: number | null };

/** Every tier, also the empty ones, each with its best row's size: the best cached one where there is one. */
export function summarise(rows: Iterable<StreamRow>): TierSummary[] {
  const best = new Map<Tier, { summary: TierSummary; row: StreamRow }>();
  const better = (a: StreamRow, b: StreamRow) =>
    (a.cached === "yes" ? 1 : 0) - (b.cached === "yes" ? 1 : 0) || a.rank - b.rank;
  for (const row of rows) {
    const { tier } = factsOf(row);
    const held = best.get(tier);
    const summary = held?.summary ?? { tier, count: 0, cached: 0, bestSize: null };
    summary.count += 1;
    if (row.cached === "yes") summary.cached += 1;
    const top = held && better(held.row, row) >= 0 ? held.row : row;
    summary.bestSize = sizeOf(top);
    if (held) held.row = top;
    else best.set(tier, { summary, row: top });
  }
  return tiers.map((tier) => best.get(tier)?.summary ?? { tier, count: 0, cached: 0, bestSize: null });
}

export function applyFilters(
  rows: StreamRow[],
  filters: Filters,
  query: Query,
): { shown: StreamRow[]; hidden: Hidden } {
  const { tier, cachedOnly, unhide, lifted } = filters;
  const passes = (row: StreamRow, term: Term) => term.test(row) || (filters.unnamed && term.unnamed(row));
  // Only a wish for a language leaves out rows that name none.
  const asksForLanguage = query.terms.some((term) => term.key === "lang" && !term.negated);
  const preferences = new Map<string, { by: "preference"; say: Say; count: number }>();
  const terms = query.terms.map((term) => ({ by: "term" as const, raw: term.raw, count: 0, term }));
  let uncached = 0;
  let unnamed = 0;
  let elsewhere = 0;
  const shown: StreamRow[] = [];
  for (const row of rows) {
    const key = row.hidden && !unhide ? reasonKey(row.hidden) : null;
    if (row.hidden !== null && key !== null && !lifted.includes(key)) {
      const held = preferences.get(key);
      if (held) held.count += 1;
      else preferences.set(key, { by: "preference", say: row.hidden, count: 1 });
    } else if (cachedOnly && row.cached !== "yes") uncached += 1;
    else if (tier !== null && factsOf(row).tier !== tier) elsewhere += 1;
    else {
      let refused: (typeof terms)[number] | null = null;
      for (const one of terms) {
        if (passes(row, one.term)) continue;
        refused = one;
        break;
      }
      if (refused === null) shown.push(row);
      // What every other term lets pass is shown once unnamed languages are.
      else if (asksForLanguage && terms.every(({ term }) => passes(row, term) || term.unnamed(row))) unnamed += 1;
      else refused.count += 1;
    }
  }
  const reasons: HiddenReason[] = [
    ...[...preferences.values()].sort((a, b) => b.count - a.count),
    ...(uncached > 0 ? [{ by: "cachedOnly" as const, count: uncached }] : []),
    ...(elsewhere > 0 ? [{ by: "tier" as const, count: elsewhere }] : []),
    ...(unnamed > 0 ? [{ by: "unnamed" as const, count: unnamed }] : []),
    ...terms.filter((term) => term.count > 0).map(({ by, raw, count }) => ({ by, raw, count })),
  ];
  return { shown, hidden: { total: rows.length - shown.length, reasons } };
}

export type Facet = { key: Key; values: { value: string; count: number }[] };

/** What can be chosen from: only values that occur, and only where there is a choice. The commonest first. */
export function facets(rows: Iterable<StreamRow>): Facet[] {
  const counts = new Map<Key, Map<string, number>>();
  const add = (key: Key, value: string | null) => {
    if (value === null) return;
    let of = counts.get(key);
    if (!of) counts.set(key, (of = new Map()));
    of.set(value, (of.get(value) ?? 0) + 1);
  };
  let total = 0;
  for (const row of rows) {
    total += 1;
    add("res", row.resolution);
    add("codec", row.codec);
    for (const one of row.hdr) add("hdr", one);
    for (const one of row.audio) add("audio", one);
    for (const one of row.languages) add("lang", one);
    for (const one of row.sources) add("source", one);
    add("is", row.scope === "unknown" ? null : row.scope);
    if (row.services.some((service) => service.inCloud)) add("in", "cloud");
  }
  const order: Key[] = ["res", "lang", "is", "in", "hdr", "codec", "audio", "source"];
  return order.flatMap((key) => {
    const found = [...(counts.get(key) ?? [])].map(([value, count]) => ({ value, count }));
    const choice = found.length > 1 || (found[0]?.count ?? total) < total;
    return choice ? [{ key, values: found.sort((a, b) => b.count - a.count).slice(0, 12) }] : [];
  });
}
