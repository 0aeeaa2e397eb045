import { describe, expect, it } from "vitest";
import { row, rowMap } from "../testing/rows";
import type { StreamRow } from "../wire";
import { mayMove, offered, pinned, takeOffer } from "./pin";
import { nothingYet, type SearchResult } from "./searchstate";

const pick = (id: string) => ({ id, reasons: [] });
const with_ = (...rows: StreamRow[]): SearchResult => ({ ...nothingYet, rows: rowMap(...rows), pick: pick("a") });
const better = (from: Partial<StreamRow>, to: Partial<StreamRow>) =>
  offered({ ...with_(row("a", from), row("b", { rank: 9, ...to })), latest: pick("b") })?.id ?? null;

describe("the pin may move", () => {
  const checking = with_(row("a", { cached: "yes" }), row("b"));
  const checked = with_(row("a", { cached: "yes" }), row("b", { cached: "no" }));
  const elsewhere = with_(row("a", { cached: "yes" }), row("b", { resolution: "720p" }));

  it.each([
    ["at first", checked, false, 300, true],
    ["not once somebody came near", checking, true, 300, false],
    ["while its tier is being checked", checking, false, 3000, true],
    ["but not for ever", checking, false, 7000, false],
    ["not when its tier is done", checked, false, 3000, false],
    ["not for what is checked in another tier", elsewhere, false, 3000, false],
    ["when there is none", { ...checked, pick: null }, true, 9000, true],
  ] as const)("%s", (_, search, touched, since, may) => {
    expect(mayMove(search, touched, since)).toBe(may);
  });
});

describe("the pin", () => {
  it("moves while it may, and stays after that", () => {
    const search = with_(row("a"), row("b"));
    expect(pinned(search, pick("b"), true).pick?.id).toBe("b");
    const held = pinned(search, pick("b"), false);
    expect([held.pick?.id, held.latest?.id]).toEqual(["a", "b"]);
  });

  it("chosen again takes its new reasons", () => {
    const reasons = [{ code: "cached", text: "plays at once", value: null }];
    expect(pinned(with_(row("a")), { id: "a", reasons }, false).pick?.reasons).toEqual(reasons);
  });
});

describe("a better one is offered", () => {
  it.each([
    ["when it plays and the pinned one does not", { cached: "no" }, { cached: "yes" }, "b"],
    ["when it plays and nothing is known of the pinned one", { cached: "unknown" }, { cached: "yes" }, "b"],
    ["when it is of a quality that ranks higher", { cached: "yes" }, { cached: "yes", resolution: "2160p" }, "b"],
    ["when the preferences hide the pinned one", { hidden: { code: "x", text: "x", value: null } }, {}, "b"],
    ["but not for a few seeders more", { cached: "yes" }, { cached: "yes", seeders: 900 }, null],
    ["but not for losing its certainty", { cached: "yes" }, { cached: "unknown", resolution: "2160p" }, null],
    ["but not when it ranks lower", { cached: "yes", rank: 99 }, { cached: "yes", resolution: "2160p" }, null],
  ] as const)("%s", (_, from, to, id) => {
    expect(better(from as Partial<StreamRow>, to as Partial<StreamRow>)).toBe(id);
  });

  it("and taken only when the person takes it", () => {
    const search = { ...with_(row("a", { cached: "no" }), row("b", { cached: "yes", rank: 9 })), latest: pick("b") };
    const taken = takeOffer(search);
    expect([search.pick?.id, taken.pick?.id, offered(taken)]).toEqual(["a", "b", null]);
  });
});
