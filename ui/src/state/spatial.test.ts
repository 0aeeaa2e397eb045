import { expect, it } from "vitest";
import { distance } from "./spatial";

const box = (left: number, top: number) => ({ left, top, right: left + 100, bottom: top + 100 });

it("prefers what lies straight ahead over what lies aside", () => {
  const from = box(0, 0);
  const below = distance(from, box(0, 300), "ArrowDown");
  const aside = distance(from, box(400, 200), "ArrowDown");
  expect(below).not.toBe(null);
  expect(below ?? Infinity).toBeLessThan(aside ?? Infinity);
});

it("does not look back", () => {
  expect(distance(box(200, 0), box(0, 0), "ArrowRight")).toBe(null);
});
