// In which order rows stand, and when that order may change: never under a pointer or the focus. Pure.
import type { StreamRow } from "../wire";
import { factsOf, sizeOf, tiers } from "./facts";

export type Sort = "best" | "size" | "seeders" | "quality" | "language";
export const sorts: Sort[] = ["best", "size", "seeders", "quality", "language"];

export type Order = {
  /** Row ids as shown. */
  ids: string[];
  /** How many rows would stand elsewhere, higher up, if the list were put in order now. */
  better: number;
};

export const noRows: Order = { ids: [], better: 0 };

type Rows = ReadonlyMap<string, StreamRow>;

const copies = ["REMUX", "BLURAY", "WEB-DL", "WEBRIP", "HDTV", "DVD"];

/** Larger comes first. Worked out once for each row, not for each comparison. */
function keyOf(sort: Sort, languages: readonly string[]): (row: StreamRow) => number {
  switch (sort) {
    case "best":
      return () => 0;
    case "size":
      return (row) => sizeOf(row) ?? -1;
    case "seeders":
      return (row) => row.seeders ?? -1;
    case "quality":
      return (row) => {
        const copy = copies.findIndex((name) => row.quality?.toUpperCase().includes(name));
        return (tiers.length - tiers.indexOf(factsOf(row).tier)) * 100 - (copy < 0 ? copies.length : copy);
      };
    case "language": {
      const wanted = languages.map((name) => name.toLowerCase());
      // What says no language is not foreign: it stands between the wanted and the others.
      return (row) => {
        if (row.languages.length === 0) return 0;
        const at = wanted.findIndex((name) => row.languages.some((has) => has.toLowerCase().startsWith(name)));
        return at < 0 ? -1 : wanted.length - at;
      };
    }
  }
}

export function inOrder(rows: Rows, sort: Sort, languages: readonly string[] = []): Order {
  const key = keyOf(sort, languages);
  const keyed = Array.from(rows.values(), (row) => ({ id: row.id, key: key(row), rank: row.rank }));
  keyed.sort((a, b) => b.key - a.key || b.rank - a.rank || (a.id < b.id ? -1 : 1));
  return { ids: keyed.map((row) => row.id), better: 0 };
}

/** After rows arrived or changed. Untouched lists are sorted; a touched one keeps its rows, takes what belongs below them
 * at its end, and counts what would stand higher. */
export function settle(
  order: Order,
  rows: Rows,
  sort: Sort,
  touched: boolean,
  languages: readonly string[] = [],
): Order {
  const ideal = inOrder(rows, sort, languages);
  if (!touched) return ideal;

  const shown = new Set(order.ids);
  const place = new Map(ideal.ids.map((id, index) => [id, index]));
  const kept = order.ids.filter((id) => rows.has(id));
  const lowest = kept.reduce((low, id) => Math.max(low, place.get(id) ?? 0), -1);
  const fresh = ideal.ids.filter((id) => !shown.has(id));
  const below = fresh.filter((id) => (place.get(id) ?? 0) > lowest);
  const waiting = fresh.length - below.length;
  const places = kept.map((id) => place.get(id) ?? 0);
  return { ids: [...kept, ...below], better: waiting + (places.length - longestRising(places)) };
}

/** Length of the longest rising subsequence: all others would have to move. */
function longestRising(values: number[]): number {
  const tails: number[] = [];
  for (const value of values) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tails[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    tails[low] = value;
  }
  return tails.length;
}
