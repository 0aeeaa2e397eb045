// Identical releases as one row: which are, where they stand, and that nothing is lost.
import { describe, expect, it } from "vitest";
import { row } from "../testing/rows";
import type { StreamRow } from "../wire";
import { fold as foldKnown, releasesOf } from "./copies";
import { RowCopies } from "./copies.svelte";

const none: ReadonlySet<string> = new Set();
const of = (id: string, change: Partial<StreamRow> = {}) => row(id, { release: "Sintel.2010.1080p-DON", ...change });
const fold = (rows: StreamRow[], pick: string | null, open: ReadonlySet<string>) =>
  foldKnown(rows, releasesOf(rows), pick, open);
const ids = (rows: StreamRow[]) => rows.map(({ id }) => id).join(" ");

describe("one name and one size", () => {
  const rows = [of("a"), row("other"), of("b", { sources: ["nyaa", "torrentio"] }), of("c", { sources: ["zilean"] })];

  it("is one row where the first stands, with all their sources", () => {
    const { rows: listed, copies, below } = fold(rows, null, none);
    expect(ids(listed)).toBe("a other");
    expect([...copies]).toEqual([["a", { count: 3, open: false, sources: ["torrentio", "nyaa", "zilean"] }]]);
    expect(below.size).toBe(0);
  });

  it("is listed whole below the row that stands for it once it is unfolded, whichever was named", () => {
    for (const open of ["a", "c"]) {
      const { rows: listed, copies, below } = fold(rows, null, new Set([open]));
      expect(ids(listed)).toBe("a b c other");
      expect([copies.get("a")?.open, [...below]]).toEqual([
        true,
        [
          ["b", "a"],
          ["c", "a"],
        ],
      ]);
    }
  });

  it("is stood for by the pick", () => {
    const { rows: listed, copies } = fold(rows, "c", none);
    expect([ids(listed), copies.get("c")?.count]).toEqual(["c other", 3]);
  });

  it.each([
    ["a name written with spaces and an ending", { release: "sintel 2010 1080p-DON.mkv" }, "a"],
    ["a size that was rounded", { size: 1.004e9 }, "a"],
    ["another size", { size: 1.02e9 }, "a b"],
    ["no size", { size: null }, "a b"],
    ["another name", { release: "Sintel.2010.1080p-EMBER" }, "a b"],
    ["a link without a torrent", { linkOnly: true }, "a b"],
  ] as [string, Partial<StreamRow>, string][])("%s: %s leaves %s", (_, change, left) => {
    expect(ids(fold([of("a"), of("b", change)], null, none).rows)).toBe(left);
  });

  it("whose file's size became known is still the same release", () => {
    expect(ids(fold([of("a", { fileSize: 9e8 }), of("b")], null, none).rows)).toBe("a");
  });
});

it("rows that are all different are the very same list", () => {
  const rows = [row("a"), row("b")];
  expect(fold(rows, null, none).rows).toBe(rows);
});

describe("folding by hand", () => {
  const rows = [of("a"), of("b"), row("other")];
  const copies = new RowCopies(
    () => rows,
    () => rows,
    () => null,
  );

  it("unfolds by any of its rows, folds again, and says which row stands for it", () => {
    expect(ids(copies.rows)).toBe("a other");
    expect(copies.toggle("a")).toBe("a");
    expect(ids(copies.rows)).toBe("a b other");
    expect(copies.toggle("b")).toBe("a");
    expect(ids(copies.rows)).toBe("a other");
    expect(copies.toggle("other")).toBeNull();
    copies.toggle("a");
    copies.reset();
    expect(ids(copies.rows)).toBe("a other");
  });
});
