import { describe, expect, it } from "vitest";
import { row } from "../testing/rows";
import type { StreamRow } from "../wire";
import { applyFilters, facets, reasonKey, showAll, summarise, tierOf, type Filters } from "./filter";
import { parseQuery } from "./query";

const filter = (rows: StreamRow[], change: Partial<Filters>) =>
  applyFilters(rows, { ...showAll, ...change }, parseQuery(change.text ?? ""));

describe("tiers", () => {
  it.each([
    ["2160p", ["HDR10"], "4k-hdr"],
    ["2160p", [], "4k"],
    ["4K", ["DV"], "4k-hdr"],
    ["1080p", ["HDR10"], "1080p"],
    ["1080i", [], "1080p"],
    ["720p", [], "720p"],
    ["576p", [], "sd"],
    ["480p", [], "sd"],
    [null, [], "unmarked"],
  ] as const)("%s %s is %s", (resolution, hdr, tier) => {
    expect(tierOf(row("a", { resolution, hdr: [...hdr] }))).toBe(tier);
  });

  it("are all there from the start, with the best row's size, cached before better", () => {
    const rows = [
      row("a", { resolution: "1080p", rank: 9, size: 8e9 }),
      row("b", { resolution: "1080p", rank: 1, size: 3e9, cached: "yes" }),
      row("c", { resolution: "480p", size: null }),
    ];
    const none = { count: 0, cached: 0, bestSize: null };
    expect(summarise(rows)).toEqual([
      { tier: "4k-hdr", ...none },
      { tier: "4k", ...none },
      { tier: "1080p", count: 2, cached: 1, bestSize: 3e9 },
      { tier: "720p", ...none },
      { tier: "sd", count: 1, cached: 0, bestSize: null },
      { tier: "unmarked", ...none },
    ]);
    expect(summarise([]).map(({ tier }) => tier)).toEqual(summarise(rows).map(({ tier }) => tier));
  });
});

it("hidden rows are counted once, by the first filter that hides them", () => {
  const rows = [
    row("a", { cached: "yes" }),
    row("b", { cached: "no", resolution: "720p" }),
    row("c", { cached: "yes", resolution: "720p" }),
  ];
  const { shown, hidden } = filter(rows, { cachedOnly: true, tier: "1080p" });
  expect(shown.map((one) => one.id)).toEqual(["a"]);
  expect(hidden).toEqual({
    total: 2,
    reasons: [
      { by: "cachedOnly", count: 1 },
      { by: "tier", count: 1 },
    ],
  });
});

it("cached only does not take unknown for yes", () => {
  expect(filter([row("a", { cached: "unknown" })], { cachedOnly: true }).shown).toEqual([]);
});

it("a row's text is put together once, however often it is filtered", () => {
  let read = 0;
  const counted = Object.defineProperty(row("a"), "group", { get: () => (read += 1) });
  for (const text of ["w", "we", "web", "web -remux"]) filter([counted], { text });
  expect(read).toBe(1);
});

describe("rows the preferences hide", () => {
  const large = { code: "tooLarge", text: "too large", value: null };
  const rows = [row("a"), row("b", { hidden: large }), row("c", { hidden: large, cached: "no" })];

  it("are counted by reason, before every filter", () => {
    const { shown, hidden } = filter(rows, { text: "sintel" });
    expect(shown.map((one) => one.id)).toEqual(["a"]);
    expect(hidden.reasons).toEqual([{ by: "preference", say: large, count: 2 }]);
  });

  it("are shown when asked for", () => {
    expect(filter(rows, { unhide: true }).shown.length).toBe(3);
  });

  it("are shown for one reason without the others", () => {
    const small = { code: "tooSmall", text: "too small", value: null };
    const { shown, hidden } = filter([...rows, row("d", { hidden: small })], { lifted: [reasonKey(large)] });
    expect(shown.map((one) => one.id)).toEqual(["a", "b", "c"]);
    expect(hidden.reasons).toEqual([{ by: "preference", say: small, count: 1 }]);
  });
});

it("each term of the text counts what it hides", () => {
  const rows = [
    row("a", { languages: ["tr"] }),
    row("b", { languages: ["en"] }),
    row("c", { languages: ["tr"], size: 9e9 }),
  ];
  expect(filter(rows, { text: "lang:tr size:<4gb" }).hidden.reasons).toEqual([
    { by: "term", raw: "lang:tr", count: 1 },
    { by: "term", raw: "size:<4gb", count: 1 },
  ]);
});

it("a wish for a language leaves out what names none, counts it apart, and shows it when asked for", () => {
  const rows = [
    row("german", { languages: ["de"] }),
    row("plain"),
    row("large", { size: 9e9 }),
    row("french", { languages: ["fr"] }),
  ];
  const text = "lang:de size:<4gb";
  const { shown, hidden } = filter(rows, { text });
  expect(shown.map((one) => one.id)).toEqual(["german"]);
  expect(hidden.reasons).toEqual([
    { by: "unnamed", count: 1 },
    { by: "term", raw: "lang:de", count: 2 },
  ]);
  expect(filter(rows, { text, unnamed: true }).shown.map((one) => one.id)).toEqual(["german", "plain"]);
  expect(filter(rows, { text: "-lang:de" }).shown.map((one) => one.id)).toEqual(["plain", "large", "french"]);
});

it("only values that occur, and where there is a choice, can be filtered for", () => {
  const rows = [row("a", { codec: "AVC", languages: ["tr"] }), row("b", { codec: "HEVC" }), row("c", { codec: "AVC" })];
  const found = facets(rows);
  expect(found.find((facet) => facet.key === "codec")?.values).toEqual([
    { value: "AVC", count: 2 },
    { value: "HEVC", count: 1 },
  ]);
  expect(found.find((facet) => facet.key === "lang")?.values, "one language, but not in all rows").toHaveLength(1);
  expect(
    found.some((facet) => facet.key === "res"),
    "all are 1080p: no choice",
  ).toBe(false);
});
