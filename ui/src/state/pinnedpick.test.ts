// The pinned pick: it gives way for a short while after it first showed, and never once it was touched.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { row, rowMap } from "../testing/rows";
import { PinnedPick } from "./pinnedpick.svelte";
import { nothingYet, type SearchResult } from "./searchstate";

const search: SearchResult = {
  ...nothingYet,
  rows: rowMap(row("a", { cached: "yes", rank: 1 }), row("b", { cached: "yes", rank: 2, resolution: "2160p" })),
  pick: { id: "a", reasons: [] },
  latest: { id: "b", reasons: [] },
};
let touched = false;

beforeEach(() => {
  vi.useFakeTimers();
  touched = false;
});
afterEach(() => void vi.useRealTimers());

it("may move until its time is over, counted from when it first showed", () => {
  const pick = new PinnedPick(
    () => search,
    () => touched,
  );
  vi.advanceTimersByTime(10_000);
  expect(pick.mayMove(search), "nothing was shown yet").toBe(true);
  pick.note(search);
  vi.advanceTimersByTime(1000);
  pick.note(search);
  expect(pick.mayMove(search)).toBe(true);
  vi.advanceTimersByTime(600);
  expect(pick.mayMove(search)).toBe(false);
  pick.reset();
  expect(pick.mayMove(search), "another search").toBe(true);
  touched = true;
  expect(pick.mayMove(search)).toBe(false);
});

it("shows its own row and offers that of a better one", () => {
  const pick = new PinnedPick(
    () => search,
    () => touched,
  );
  expect([pick.row?.id, pick.offered?.id]).toEqual(["a", "b"]);
});
