import { describe, expect, it } from "vitest";
import { row } from "../testing/rows";
import { applyFilters, parseQuery, showAll, summarise, tierOf } from "./filter";

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

  it("show only what occurs, with the best row's size, cached before better", () => {
    const rows = [
      row("a", { resolution: "1080p", rank: 9, size: 8e9 }),
      row("b", { resolution: "1080p", rank: 1, size: 3e9, cached: "yes" }),
      row("c", { resolution: "480p", size: null }),
    ];
    expect(summarise(rows)).toEqual([
      { tier: "1080p", count: 2, cached: 1, bestSize: 3e9 },
      { tier: "sd", count: 1, cached: 0, bestSize: null },
    ]);
  });
});

describe("the filter field", () => {
  const rows = [
    row("x265", { release: "Sintel.2160p.REMUX.x265-DON", size: 30e9, cached: "yes" }),
    row("web", { release: "Sintel.1080p.WEB-DL-NTb", size: 3e9, languages: ["French"] }),
    row("blank", { release: "Sintel", size: null, fileSize: null }),
  ];
  const kept = (text: string) => rows.filter(parseQuery(text)).map((one) => one.id);

  it.each([
    ["", ["x265", "web", "blank"]],
    ["remux", ["x265"]],
    ["REMUX don", ["x265"]],
    ["-remux", ["web", "blank"]],
    ["french", ["web"]],
    ["size:<4gb", ["web"]],
    ["size:>500mb", ["x265", "web"]],
    ["is:cached", ["x265"]],
    ["-is:cached", ["web", "blank"]],
    ["/x26[45]/", ["x265"]],
    ["-/web-?dl/", ["x265", "blank"]],
    ["torrentio", ["x265", "web", "blank"]],
  ])("%s keeps %s", (text, ids) => {
    expect(kept(text)).toEqual(ids);
  });

  it.each(["size:", "size:<", "is:", "/unclosed", "/(/", "-"])("half-typed %s hides nothing", (text) => {
    expect(kept(text)).toEqual(["x265", "web", "blank"]);
  });
});

it("hidden rows are counted once, by the first filter that hides them", () => {
  const rows = [
    row("a", { cached: "yes" }),
    row("b", { cached: "no", resolution: "720p" }),
    row("c", { cached: "yes", resolution: "720p" }),
  ];
  const { shown, hidden } = applyFilters(rows, { ...showAll, cachedOnly: true, tier: "1080p" });
  expect(shown.map((one) => one.id)).toEqual(["a"]);
  expect(hidden).toEqual({ cachedOnly: 1, tier: 1, text: 0, total: 2 });
});

it("cached only does not take unknown for yes", () => {
  expect(applyFilters([row("a", { cached: "unknown" })], { ...showAll, cachedOnly: true }).shown).toEqual([]);
});

it("filters 10,000 rows within 100 ms", () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => row(`r${index}`));
  const begun = performance.now();
  applyFilters(rows, { ...showAll, text: "web -remux size:<4gb" });
  expect(performance.now() - begun).toBeLessThan(100);
});
