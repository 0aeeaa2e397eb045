// The pinned pick: it gives way for a short while after it first showed, and never to who is at it.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { row, rowMap } from "../testing/rows";
import type { StreamRow } from "../wire";
import { Interaction } from "./interaction.svelte";
import { PinnedPick } from "./pinnedpick.svelte";

const a = row("a", { cached: "yes", rank: 1 });
const b = row("b", { cached: "yes", rank: 2, resolution: "2160p" });
let best: StreamRow;
let interaction: Interaction;
let pick: PinnedPick;

beforeEach(() => {
  vi.useFakeTimers();
  best = a;
  interaction = new Interaction();
  pick = new PinnedPick(
    () => rowMap(a, b),
    () => best,
    interaction,
  );
  vi.advanceTimersByTime(10_000);
  pick.settle();
});
afterEach(() => void vi.useRealTimers());

it("gives way until its time is over, counted from when it first showed, and offers the better one after that", () => {
  vi.advanceTimersByTime(1000);
  best = b;
  pick.settle();
  expect(pick.row?.id).toBe("b");
  pick.reset();
  best = a;
  pick.settle();
  vi.advanceTimersByTime(1600);
  best = b;
  pick.settle();
  expect([pick.row?.id, pick.offered?.id]).toEqual(["a", "b"]);
  pick.take();
  expect([pick.row?.id, pick.offered?.id]).toEqual(["b", undefined]);
});

it("stays under a pointer that moved there, and goes to the better one when it leaves", () => {
  interaction.pointerAt("pick", 1, 1);
  interaction.pointerAt("pick", 2, 1);
  best = b;
  pick.settle();
  expect(pick.row?.id).toBe("a");
  interaction.pointerGone("pick");
  pick.release();
  expect(pick.row?.id).toBe("b");
});

it("becomes what plays, where that is a row", () => {
  pick.show("b");
  pick.show("gone");
  expect(pick.row?.id).toBe("b");
});
