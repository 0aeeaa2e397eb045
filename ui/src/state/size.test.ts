// Larger and smaller by steps, within bounds.
import { expect, it } from "vitest";
import { sizeAfter, sizes, type Step } from "./size";

it.each([
  [100, 1, 110],
  [100, -1, 90],
  [200, 1, 200],
  [80, -1, 80],
  [175, 0, 100],
  // Another version's step in between goes to the next of ours.
  [130, 1, 150],
  [130, -1, 125],
] as [number, Step, number][])("%i and a step of %i is %i", (size, step, after) => {
  expect(sizeAfter(size, step)).toBe(after);
});

it("the sizes rise, with 100 among them", () => {
  expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
  expect(sizes).toContain(100);
});
