// Which rows the list shows: quality tiers, cached only, and the small query language of the filter field. Pure.
import type { StreamRow } from "../wire";

export type Tier = "4k-hdr" | "4k" | "1080p" | "720p" | "sd" | "unmarked";
export const tiers: Tier[] = ["4k-hdr", "4k", "1080p", "720p", "sd", "unmarked"];

export type Filters = { tier: Tier | null; cachedOnly: boolean; text: string };
export const showAll: Filters = { tier: null, cachedOnly: false, text: "" };

/** How many rows each filter hides; a row counts for the first that hides it. */
export type Hidden = { cachedOnly: number; tier: number; text: number; total: number };

export type TierSummary = { tier: Tier; count: number; cached: number; bestSize: number | null };

export function tierOf(row: StreamRow): Tier {
  const lines = /(\d{3,4})[pi]/i.exec(row.resolution ?? "")?.[1];
  if (lines === undefined) return /4k|uhd/i.test(row.resolution ?? "") ? fourK(row) : "unmarked";
  const height = Number(lines);
  if (height >= 2000) return fourK(row);
  return height >= 1000 ? "1080p" : height >= 700 ? "720p" : "sd";
}

const fourK = (row: StreamRow): Tier => (row.hdr.some((name) => !/^sdr$/i.test(name)) ? "4k-hdr" : "4k");

export function sizeOf(row: StreamRow): number | null {
  return row.fileSize ?? row.size;
}

/** The tiers that occur, each with its best row's size: the best cached one where there is one. */
export function summarise(rows: Iterable<StreamRow>): TierSummary[] {
  const best = new Map<Tier, { summary: TierSummary; row: StreamRow }>();
  const better = (a: StreamRow, b: StreamRow) =>
    (a.cached === "yes" ? 1 : 0) - (b.cached === "yes" ? 1 : 0) || a.rank - b.rank;
  for (const row of rows) {
    const tier = tierOf(row);
    const held = best.get(tier);
    const summary = held?.summary ?? { tier, count: 0, cached: 0, bestSize: null };
    summary.count += 1;
    if (row.cached === "yes") summary.cached += 1;
    const top = held && better(held.row, row) >= 0 ? held.row : row;
    summary.bestSize = sizeOf(top);
    best.set(tier, { summary, row: top });
  }
  return tiers.flatMap((tier) => best.get(tier)?.summary ?? []);
}

export function applyFilters(rows: StreamRow[], filters: Filters): { shown: StreamRow[]; hidden: Hidden } {
  const hidden: Hidden = { cachedOnly: 0, tier: 0, text: 0, total: 0 };
  const matches = parseQuery(filters.text);
  const shown = rows.filter((row) => {
    if (filters.cachedOnly && row.cached !== "yes") hidden.cachedOnly += 1;
    else if (filters.tier && tierOf(row) !== filters.tier) hidden.tier += 1;
    else if (!matches(row)) hidden.text += 1;
    else return true;
    hidden.total += 1;
    return false;
  });
  return { shown, hidden };
}

/** Words, `-word`, `/regex/`, `size:<4gb`, `is:cached`; all must hold. Something half-typed hides nothing. */
export function parseQuery(text: string): (row: StreamRow) => boolean {
  const tests = [...text.matchAll(/-?\/(?:\\.|[^/\\])+\/|\S+/g)].flatMap(([word]) => {
    const negated = word.startsWith("-");
    const test = parseWord(negated ? word.slice(1) : word);
    return test ? [negated ? (row: StreamRow) => !test(row) : test] : [];
  });
  return (row) => tests.every((test) => test(row));
}

function parseWord(word: string): ((row: StreamRow) => boolean) | null {
  const regex = /^\/(.+)\/$/.exec(word)?.[1];
  if (regex !== undefined) {
    try {
      const pattern = new RegExp(regex, "i");
      return (row) => pattern.test(row.release);
    } catch {
      return null;
    }
  }
  if (/^is:cached$/i.test(word)) return (row) => row.cached === "yes";
  const size = /^size:([<>])(\d+(?:\.\d+)?)(gb|mb)?$/i.exec(word);
  if (size) {
    const limit = Number(size[2]) * (size[3]?.toLowerCase() === "mb" ? 1e6 : 1e9);
    return (row) => {
      const bytes = sizeOf(row);
      return bytes !== null && (size[1] === "<" ? bytes < limit : bytes > limit);
    };
  }
  if (word === "" || word === "/" || /^(is|size):/i.test(word) || word.startsWith("/")) return null;
  const wanted = word.toLowerCase();
  return (row) => haystack(row).includes(wanted);
}

function haystack(row: StreamRow): string {
  return [row.release, row.group, row.tracker, ...row.languages, ...row.sources].join(" ").toLowerCase();
}
