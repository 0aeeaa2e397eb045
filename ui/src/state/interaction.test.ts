// Where the person is, and whether they chose something.
import { expect, it, vi } from "vitest";
import { Interaction } from "./interaction.svelte";

it("a pointer counts when it moves, and one that rests once what is under it has stood", () => {
  const one = new Interaction();
  one.pointerAt("list", 5, 5);
  one.pointerAt("list", 5, 5);
  expect([one.isAt("list", false), one.isAt("list", true)], "things moved under it").toEqual([false, true]);
  expect([one.holdsRows(false), one.holdsRows(true)]).toEqual([false, true]);
  one.pointerAt("list", 5, 6);
  expect([one.isAt("list", false), one.isAt("pick", true)]).toEqual([true, false]);
  one.pointerAt("pick", 5, 1);
  expect([one.isAt("list", true), one.isAt("pick", false)], "it is in one place").toEqual([false, false]);
});

it("who leaves without choosing is told of; who chose, or read on, holds what is there", () => {
  const gone = vi.fn();
  const one = new Interaction(gone);
  one.pointerAt("list", 5, 5);
  one.focusAt("list");
  one.pointerGone("list");
  expect(gone, "the focus is still there").not.toHaveBeenCalled();
  one.focusGone("list");
  expect(gone).toHaveBeenCalledTimes(1);
  one.scroll();
  expect([one.holdsRows(false), one.isAt("list", true)]).toEqual([true, false]);
  one.choose();
  one.pointerAt("list", 5, 5);
  one.pointerGone("list");
  expect(gone).toHaveBeenCalledTimes(1);
  one.reset();
  expect([one.chosen, one.holdsRows(true)]).toEqual([false, false]);
});
