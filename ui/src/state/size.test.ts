// Larger and smaller by steps, within bounds.
import { expect, it, vi } from "vitest";
import { sizeAfter, sizes, Sizing, type Step } from "./size";

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

it("counts steps that come while a size is being set, and gives up where it cannot be", async () => {
  let size = 100;
  const set = vi.fn(async (percent: number) => {
    await Promise.resolve();
    size = percent;
    return true;
  });
  const sizing = new Sizing(() => size, set);
  await Promise.all([sizing.step(1), sizing.step(1), sizing.step(1)]);
  expect([size, set.mock.calls.flat()]).toEqual([150, [110, 150]]);
  set.mockResolvedValueOnce(false);
  await sizing.step(0);
  expect(size).toBe(150);
  await sizing.step(-1);
  expect(size, "the next step begins where it is").toBe(125);
});
