import { describe, expect, it } from "vitest";
import { row, rowMap } from "../testing/rows";
import type { StreamRow } from "../wire";
import { bestOf, materiallyBetter, mayMove, type Presence } from "./pin";

describe("the pick gives way", () => {
  const held = row("a", { cached: "yes" });
  const other = row("b", { cached: "yes", rank: 9 });
  const checking = rowMap(held, other, row("c"));
  const checked = rowMap(held, other);
  const elsewhere = rowMap(held, other, row("c", { resolution: "720p" }));

  it.each([
    ["at first", checked, "away", 300, true],
    ["not while somebody is at it", checking, "atPick", 300, false],
    ["nor while somebody looks at the list", checking, "atList", 300, false],
    ["while its tier is being checked", checking, "away", 3000, true],
    ["but not for ever", checking, "away", 7000, false],
    ["not when its tier is done", checked, "away", 3000, false],
    ["not for what is checked in another tier", elsewhere, "away", 3000, false],
  ] as const)("%s", (_, rows, presence, since, may) => {
    expect(mayMove(rows, held, other, presence, since)).toBe(may);
  });

  it.each([
    ["no", "yes", "away", true],
    ["unknown", "yes", "atList", true],
    ["checking", "yes", "atList", true],
    ["no", "yes", "atPick", false],
    ["no", "unknown", "atList", false],
  ] as const)("what is %s cached to what is %s, with somebody %s: %s", (from, to, presence: Presence, may) => {
    const [pinned, best] = [row("a", { cached: from }), row("b", { cached: to })];
    expect(mayMove(rowMap(pinned, best), pinned, best, presence, 60_000)).toBe(may);
  });

  it("not to what plays at once and is hidden", () => {
    const hidden = row("b", { cached: "yes", hidden: { code: "x", text: "x", value: null } });
    expect(mayMove(rowMap(held, hidden), row("a", { cached: "no" }), hidden, "atList", 60_000)).toBe(false);
  });
});

describe("a better one is offered", () => {
  const better = (from: Partial<StreamRow>, to: Partial<StreamRow>) =>
    materiallyBetter(row("a", from), row("b", { rank: 9, ...to }));

  it.each([
    ["when it plays and the pinned one does not", { cached: "no" }, { cached: "yes" }, true],
    ["when it plays and nothing is known of the pinned one", { cached: "unknown" }, { cached: "yes" }, true],
    ["when it is of a quality that ranks higher", { cached: "yes" }, { cached: "yes", resolution: "2160p" }, true],
    ["when the preferences hide the pinned one", { hidden: { code: "x", text: "x", value: null } }, {}, true],
    ["but not for a few seeders more", { cached: "yes" }, { cached: "yes", seeders: 900 }, false],
    ["but not for losing its certainty", { cached: "yes" }, { cached: "unknown", resolution: "2160p" }, false],
    ["but not when it ranks lower", { cached: "yes", rank: 99 }, { cached: "yes", resolution: "2160p" }, false],
  ] as const)("%s", (_, from, to, is) => {
    expect(better(from as Partial<StreamRow>, to as Partial<StreamRow>)).toBe(is);
  });
});

it("the best is of the highest rank, and of two equals the one whose id comes first", () => {
  expect(bestOf([row("c", { rank: 2 }), row("b", { rank: 3 }), row("a", { rank: 3 })])?.id).toBe("a");
  expect(bestOf([])).toBe(null);
});
