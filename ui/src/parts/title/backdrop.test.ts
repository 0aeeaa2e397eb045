import { describe, expect, it } from "vitest";
import { colourOf, cover } from "./backdrop";

describe("the backdrop", () => {
  it("fills the window with a part of the picture in its own proportions", () => {
    const wide = cover({ width: 1600, height: 900 }, { width: 1280, height: 820 });
    expect(wide.height).toBeCloseTo(900);
    expect(wide.width / wide.height).toBeCloseTo(1280 / 820);
    expect(wide.x).toBeCloseTo((1600 - wide.width) / 2);
    const tall = cover({ width: 600, height: 900 }, { width: 1280, height: 820 });
    expect(tall.width).toBeCloseTo(600);
    expect(tall.y).toBeCloseTo((900 - tall.height) / 4);
  });

  it("reads colours as styles say them", () => {
    expect(colourOf("rgb(11, 12, 16)")).toEqual([11, 12, 16, 1]);
    expect(colourOf("rgba(245, 244, 241, 0.62)")).toEqual([245, 244, 241, 0.62]);
    expect(colourOf("")).toEqual([0, 0, 0, 1]);
  });
});
