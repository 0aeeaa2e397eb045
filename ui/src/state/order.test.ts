import { describe, expect, it } from "vitest";
import { row, rowMap } from "../testing/rows";
import { inOrder, noRows, settle } from "./order";

const a = row("a", { rank: 3, size: 1, seeders: 5 });
const b = row("b", { rank: 2, size: 9, seeders: null });
const c = row("c", { rank: 1, size: 5, seeders: 8 });

describe("an untouched list", () => {
  it("is in rank order whatever the order of arrival", () => {
    expect(settle(noRows, rowMap(c, a, b), "best", false).ids).toEqual(["a", "b", "c"]);
  });

  it("puts new rows where they belong", () => {
    const before = settle(noRows, rowMap(a, c), "best", false);
    expect(settle(before, rowMap(a, c, b), "best", false)).toEqual({ ids: ["a", "b", "c"], better: 0 });
  });

  it("breaks ties by id, so that it does not flicker", () => {
    expect(inOrder(rowMap(row("y"), row("x")), "best").ids).toEqual(["x", "y"]);
  });
});

describe("a touched list", () => {
  const before = settle(noRows, rowMap(a, c), "best", false);

  it("keeps its rows and holds back what would stand above the last", () => {
    expect(settle(before, rowMap(a, c, b), "best", true)).toEqual({ ids: ["a", "c"], better: 1 });
  });

  it("takes what belongs below at its end", () => {
    const d = row("d", { rank: 0 });
    expect(settle(before, rowMap(a, c, d), "best", true)).toEqual({ ids: ["a", "c", "d"], better: 0 });
  });

  it("does not move a row whose rank rose, and says one is better", () => {
    const risen = { ...c, rank: 99 };
    expect(settle(before, rowMap(a, risen), "best", true)).toEqual({ ids: ["a", "c"], better: 1 });
  });

  it("holds a row back until it is asked for, through later events", () => {
    const held = settle(before, rowMap(a, c, b), "best", true);
    const later = settle(held, rowMap(a, c, b, row("d", { rank: -1 })), "best", true);
    expect(later).toEqual({ ids: ["a", "c", "d"], better: 1 });
    expect(inOrder(rowMap(a, c, b), "best").ids).toEqual(["a", "b", "c"]);
  });

  it("drops rows that are gone", () => {
    expect(settle(before, rowMap(c), "best", true).ids).toEqual(["c"]);
  });

  it("that was still empty takes everything", () => {
    expect(settle(noRows, rowMap(b, a), "best", true)).toEqual({ ids: ["a", "b"], better: 0 });
  });
});

describe("other orders", () => {
  it("by size, largest first", () => {
    expect(inOrder(rowMap(a, b, c), "size").ids).toEqual(["b", "c", "a"]);
  });

  it("by seeders, unknown last", () => {
    expect(inOrder(rowMap(a, b, c), "seeders").ids).toEqual(["c", "a", "b"]);
  });
});

describe("by quality and by language", () => {
  const uhd = row("uhd", { resolution: "2160p", quality: "WEBRip", rank: 1 });
  const remux = row("remux", { quality: "BluRay REMUX", rank: 2 });
  const web = row("web", { quality: "WEB-DL", rank: 9 });

  it("the picture's height comes first, then what it was made from", () => {
    expect(inOrder(rowMap(web, remux, uhd), "quality").ids).toEqual(["uhd", "remux", "web"]);
  });

  it("liked languages come first in their order, unlabelled rows before foreign ones", () => {
    const rows = rowMap(
      row("fr", { languages: ["fr"], rank: 9 }),
      row("none", { rank: 8 }),
      row("en", { languages: ["fr", "en"] }),
      row("tr", { languages: ["tr"] }),
    );
    expect(inOrder(rows, "language", ["tr", "en"]).ids).toEqual(["tr", "en", "none", "fr"]);
  });

  it("each row is measured once for a sorting", () => {
    let read = 0;
    const rows = Array.from({ length: 64 }, (_, at) =>
      Object.defineProperty(row(`r${at}`, { rank: (at * 37) % 64 }), "seeders", { get: () => (read += 1) }),
    );
    inOrder(rowMap(...rows), "seeders");
    expect(read).toBe(64);
  });
});
