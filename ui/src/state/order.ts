// In which order rows stand, and when that order may change: never under a pointer or the focus. Pure.
import type { StreamRow } from "../wire";

export type Sort = "best" | "size" | "seeders";

export type Order = {
  /** Row ids as shown. */
  ids: string[];
  /** How many rows would stand elsewhere, higher up, if the list were put in order now. */
  better: number;
};

export const noRows: Order = { ids: [], better: 0 };

type Rows = ReadonlyMap<string, StreamRow>;

export function compareBy(sort: Sort): (a: StreamRow, b: StreamRow) => number {
  const best = (a: StreamRow, b: StreamRow) => b.rank - a.rank || (a.id < b.id ? -1 : 1);
  switch (sort) {
    case "best":
      return best;
    case "size":
      return (a, b) => (b.fileSize ?? b.size ?? -1) - (a.fileSize ?? a.size ?? -1) || best(a, b);
    case "seeders":
      return (a, b) => (b.seeders ?? -1) - (a.seeders ?? -1) || best(a, b);
  }
}

export function inOrder(rows: Rows, sort: Sort): Order {
  return { ids: [...rows.values()].sort(compareBy(sort)).map((row) => row.id), better: 0 };
}

/** After rows arrived or changed. Untouched lists are sorted; a touched one keeps its rows, takes what belongs below them
 * at its end, and counts what would stand higher. */
export function settle(order: Order, rows: Rows, sort: Sort, touched: boolean): Order {
  const ideal = inOrder(rows, sort);
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
