// The files of a torrent as they are listed.
import { describe, expect, it } from "vitest";
import type { FileRank } from "../wire";
import { inEpisodeOrder, numbersOf, otherEpisode, sharedFolder, without } from "./whyfiles";

const reason = (code: string) => ({ code, text: code, value: null });
/** Its numbers are marked as they stand in the name. */
function file(path: string, change: Partial<FileRank> & { because?: string } = {}): FileRank {
  const { because, ...rest } = change;
  const marks = [
    ...[...path.matchAll(/S\d\d/g)].map(({ index }) => ({ start: index, end: index + 3, kind: "season" })),
    ...[...path.matchAll(/E\d+/g)].map((found) => ({
      ...{ start: found.index, end: found.index + found[0].length, kind: "episode" },
    })),
  ];
  const refused = because === undefined ? null : reason(because);
  return { path, size: 1, score: 0, parts: [], marks, picked: false, refused, media: null, line: null, ...rest };
}

describe("the numbers of a file", () => {
  it("are its own, not its folder's", () => {
    expect(numbersOf(file("Show.S01/Show.S02E42.mkv"))).toEqual({ season: 2, episode: 42 });
    expect(numbersOf(file("Show.S01/E1170.mkv"))).toEqual({ season: 1, episode: 1170 });
    expect(numbersOf(file("Show.S01/Making.of.mkv"))).toBeNull();
  });

  it("say why it is another episode's, unless something is wrong with it", () => {
    expect(otherEpisode(file("S01E42.mkv", { because: "nothingFits" }))).toEqual({ season: 1, episode: 42 });
    for (const because of ["sample", "notVideo", "extra"])
      expect(otherEpisode(file("S01E42.mkv", { because }))).toBeNull();
    expect(otherEpisode(file("S01E42.mkv"))).toBeNull();
  });
});

it("the pick comes first, then the episodes by number, then the rest as ranked", () => {
  const files = [
    file("S02E01.mkv", { picked: true }),
    file("S01E10.mkv", { because: "nothingFits" }),
    file("Sample/S01E01.sample.mkv", { because: "sample" }),
    file("S02E02.mkv", { because: "nothingFits" }),
    file("cover.jpg", { because: "notVideo" }),
    file("S01E09.mkv"),
  ];
  expect(inEpisodeOrder(files).map(({ path }) => path)).toEqual([
    "S02E01.mkv",
    "S01E09.mkv",
    "S01E10.mkv",
    "S02E02.mkv",
    "Sample/S01E01.sample.mkv",
    "cover.jpg",
  ]);
});

describe("the folder all files share", () => {
  it.each([
    [["A/B/1.mkv", "A/B/2.mkv"], "A/B/"],
    [["A/B/1.mkv", "A/BC/2.mkv"], "A/"],
    [["A/1.mkv", "B/1.mkv"], ""],
    [["A/B/1.mkv", "A/2.mkv", "A/B/C/3.mkv"], "A/"],
    [["A/1.mkv"], ""],
    [["1.mkv", "2.mkv"], ""],
    [[], ""],
  ])("%j is %s", (paths, folder) => {
    expect(sharedFolder(paths.map((path) => file(path)))).toBe(folder);
  });

  it("is that of the episodes: extras may lie elsewhere, and stay where they are", () => {
    const extra = file("Extras/S01E01.mkv", { because: "extra" });
    const folder = sharedFolder([file("S01/S01E01.mkv"), file("S01/S01E02.mkv", { because: "nothingFits" }), extra]);
    expect([folder, without(extra, folder).path]).toEqual(["S01/", "Extras/S01E01.mkv"]);
  });

  it("is left out with its marks, and the others move along", () => {
    const { path, marks } = without(file("S01/S01E04.mkv"), "S01/");
    expect([path, marks.map(({ start, end }) => path.slice(start, end))]).toEqual(["S01E04.mkv", ["S01", "E04"]]);
  });
});
