// The order of the list: rows under a pointer stay, and the chosen sort is kept.
import { afterEach, expect, it } from "vitest";
import { row, rowMap } from "../testing/rows";
import { RowOrder } from "./roworder.svelte";
import type { Rows } from "./searchstate";

let rows: Rows = new Map();
const order = () =>
  new RowOrder(
    () => rows,
    () => ["en"],
  );
const ids = (one: RowOrder) => one.ordered.map(({ id }) => id);

afterEach(() => localStorage.clear());

it("moves rows only while the list is untouched, or when asked", () => {
  const one = order();
  rows = rowMap(row("b", { rank: 2 }));
  one.settle(false);
  rows = rowMap(row("b", { rank: 2 }), row("a", { rank: 3 }));
  one.settle(true);
  expect([ids(one), one.better]).toEqual([["b"], 1]);
  one.apply();
  expect([ids(one), one.better]).toEqual([["a", "b"], 0]);
  one.clear();
  expect(ids(one)).toEqual([]);
});

it("keeps the chosen sort for the next start", () => {
  rows = rowMap(row("small", { rank: 9, size: 1e9 }), row("large", { rank: 1, size: 9e9 }));
  const one = order();
  one.sortBy("size");
  expect(ids(one)).toEqual(["large", "small"]);
  expect(order().sort).toBe("size");
});
