// The person is near once something is pressed or a pointer really moves.
import { expect, it } from "vitest";
import { Interaction } from "./interaction.svelte";

it("counts a pointer only when it moves", () => {
  const one = new Interaction();
  one.pointerAt(5, 5);
  one.pointerAt(5, 5);
  expect(one.touched, "things moved under it").toBe(false);
  one.pointerAt(5, 6);
  expect(one.touched).toBe(true);
  one.reset();
  one.pointerAt(9, 9);
  expect(one.touched, "where it was before counts no more").toBe(false);
  one.touch();
  expect(one.touched).toBe(true);
});
