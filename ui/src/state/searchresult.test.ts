import { describe, expect, it } from "vitest";
import { row } from "../testing/rows";
import type { StreamEvent } from "../wire";
import { asking, cachedCount, ended, foldAll, learnt, progress, rechecking } from "./searchresult";
import { nothingYet, type SearchResult } from "./searchstate";

const started: StreamEvent = {
  type: "started",
  searchId: 7,
  heading: "Sintel",
  rememberedS: null,
  sources: [
    { source: "torrentio", label: "Torrentio", state: "asking" },
    { source: "nyaa", label: "Nyaa", state: "asking" },
    { source: "comet", label: "Comet", state: "off" },
    { source: "zilean", label: "Zilean", state: "noId" },
  ],
};
const timeout = { code: "timeout" as const, message: "No answer.", hint: null, about: null };
const told = (events: StreamEvent[], from: SearchResult = nothingYet) => foldAll(from, events);
const chip = (search: SearchResult, source: string) => search.chips.find((one) => one.source === source);

describe("sources", () => {
  it("each go from asking to what they said, with count and time", () => {
    const search = told([
      started,
      { type: "sourceAnswered", source: "nyaa", count: 3, elapsedMs: 900, dropped: [], partial: false },
    ]);
    expect(chip(search, "nyaa")).toMatchObject({ state: "answered", count: 3, elapsedMs: 900 });
    expect(chip(search, "torrentio")?.state, "the other still waits").toBe("asking");
  });

  it("that fail keep their reason, and do not end the search", () => {
    const search = told([started, { type: "sourceFailed", source: "nyaa", elapsedMs: 9, error: timeout }]);
    expect(chip(search, "nyaa")?.error?.code).toBe("timeout");
    expect(search.complete).toBe(false);
  });

  it("that understand no id are told apart from those switched off", () => {
    const search = told([started, { type: "sourceSkipped", source: "torrentio", state: "noId" }]);
    expect([chip(search, "torrentio")?.state, chip(search, "comet")?.state]).toEqual(["noId", "off"]);
  });

  it("that were not asked because the catalogue failed are told apart, and asked again", () => {
    const search = told([started, { type: "sourceSkipped", source: "nyaa", state: "noDetails" }]);
    expect([chip(search, "nyaa")?.state, progress(search.chips).asked]).toEqual(["noDetails", 1]);
    const again = asking(search, null);
    expect([chip(again, "nyaa")?.state, chip(again, "zilean")?.state]).toEqual(["asking", "noId"]);
  });

  it("are counted without those never asked", () => {
    const search = told([
      started,
      { type: "sourceAnswered", source: "nyaa", count: 3, elapsedMs: 1, dropped: [], partial: false },
      { type: "sourceFailed", source: "torrentio", elapsedMs: 1, error: timeout },
    ]);
    expect(progress(search.chips)).toEqual({ asked: 2, answered: 2, failed: 1 });
  });

  it("asked again keep what the others said", () => {
    const before = told([
      started,
      { type: "sourceAnswered", source: "torrentio", count: 5, elapsedMs: 400, dropped: [], partial: false },
      { type: "sourceFailed", source: "nyaa", elapsedMs: 9, error: timeout },
      { type: "completed", rows: 5, cached: 0, elapsedMs: 500 },
    ]);
    const again = asking(before, ["nyaa"]);
    expect([chip(again, "nyaa")?.state, chip(again, "torrentio")?.count]).toEqual(["asking", 5]);
    const restarted = foldAll(again, [
      {
        ...started,
        searchId: 8,
        sources: [
          { source: "torrentio", label: "Torrentio", state: "remembered" },
          { source: "nyaa", label: "Nyaa", state: "asking" },
        ],
      },
    ]);
    expect(chip(restarted, "torrentio"), "remembered does not erase its figures").toMatchObject({
      state: "answered",
      count: 5,
    });
    expect(restarted.searchId, "links are asked with the new search").toBe(8);
  });
});

describe("rows", () => {
  it("that come again replace themselves by id", () => {
    const search = told([
      started,
      { type: "rowsArrived", rows: [row("a", { sources: ["nyaa"] })] },
      { type: "rowsArrived", rows: [row("a", { sources: ["nyaa", "comet"] }), row("b")] },
    ]);
    expect(search.rows.size).toBe(2);
    expect(search.rows.get("a")?.sources).toEqual(["nyaa", "comet"]);
  });

  it("take their verdict, and verdicts for unknown rows are dropped", () => {
    const verdict = {
      cached: "yes" as const,
      rank: 9,
      fileSize: 5,
      fileName: "a.mkv",
      reasons: [],
      services: [{ service: "realdebrid", cached: "yes" as const, inCloud: false, before: null }],
      bitrate: null,
      hidden: null,
    };
    const search = told([
      started,
      { type: "rowsArrived", rows: [row("a")] },
      {
        type: "cacheChecked",
        checked: 1,
        total: 1,
        cached: 1,
        service: "realdebrid",
        label: "Real-Debrid",
        verdicts: [
          { id: "a", ...verdict },
          { id: "gone", ...verdict },
        ],
      },
    ]);
    expect(search.rows.get("a")).toMatchObject({ cached: "yes", rank: 9, fileName: "a.mkv" });
    expect(search.rows.has("gone")).toBe(false);
    expect(search.checks).toMatchObject([{ checked: 1, total: 1, cached: 1, label: "Real-Debrid", error: null }]);
  });

  it("never checked end as unknown, not as no", () => {
    const search = told([
      started,
      { type: "rowsArrived", rows: [row("a"), row("b", { cached: "no" })] },
      { type: "cacheCheckFailed", service: "realdebrid", label: "Real-Debrid", unchecked: 1, error: timeout },
      { type: "completed", rows: 2, cached: 0, elapsedMs: 10 },
    ]);
    expect([search.rows.get("a")?.cached, search.rows.get("b")?.cached]).toEqual(["unknown", "no"]);
    expect(search.checks[0]?.error).toEqual(timeout);
    expect(rechecking(search).checks[0]?.error, "asked again").toBe(null);
  });

  it("stay when the search breaks off, with the reason beside them", () => {
    const search = ended(told([started, { type: "rowsArrived", rows: [row("a")] }]), timeout);
    expect([search.rows.size, search.complete, search.error?.code]).toEqual([1, true, "timeout"]);
    expect(chip(search, "nyaa")?.state, "nothing spins for ever").not.toBe("asking");
  });
});

describe("services", () => {
  const checked = (service: string, count: number): StreamEvent => ({
    type: "cacheChecked",
    service,
    label: service,
    checked: count,
    total: 9,
    cached: 1,
    verdicts: [],
  });

  it("are counted apart, in the order they first spoke", () => {
    const search = told([started, checked("torbox", 2), checked("realdebrid", 5), checked("torbox", 9)]);
    expect(search.checks.map((check) => [check.service, check.checked])).toEqual([
      ["torbox", 9],
      ["realdebrid", 5],
    ]);
  });

  it("that fail keep what they had checked, and hurt no other", () => {
    const failed: StreamEvent = {
      type: "cacheCheckFailed",
      service: "torbox",
      label: "TorBox",
      unchecked: 7,
      error: timeout,
    };
    const search = told([started, checked("torbox", 2), checked("realdebrid", 5), failed]);
    expect(search.checks.map((check) => [check.checked, check.error?.code ?? null])).toEqual([
      [2, "timeout"],
      [5, null],
    ]);
  });
});

it("what a source left out is kept with its reason", () => {
  const dropped = [{ reason: { code: "season", text: "of another season", value: null }, count: 31 }];
  const search = told([
    started,
    { type: "sourceAnswered", source: "nyaa", count: 3, elapsedMs: 9, dropped, partial: true },
  ]);
  expect(chip(search, "nyaa")).toMatchObject({ dropped, partial: true });
});

it("a breath of events copies the rows once and leaves the former search as it was", () => {
  const before = told([started, { type: "rowsArrived", rows: [row("a")] }]);
  const after = told(
    [
      { type: "rowsArrived", rows: [row("b")] },
      { type: "rowsArrived", rows: [row("c")] },
    ],
    before,
  );
  expect([before.rows.size, after.rows.size]).toEqual([1, 3]);
});

describe("what an attempt at a link teaches", () => {
  const at = (cached: "yes" | "no") => [{ service: "realdebrid", cached, inCloud: false, before: null }];
  const verdict = (id: string, cached: "yes" | "no", rank: number) => ({
    ...{ id, cached, rank, services: at(cached), reasons: [], hidden: null },
    ...{ fileSize: null, fileName: null, bitrate: null },
  });
  const checked: StreamEvent = {
    ...{ type: "cacheChecked", service: "realdebrid", label: "Real-Debrid", checked: 2, total: 2, cached: 2 },
    verdicts: [verdict("a", "yes", 9), verdict("b", "yes", 8)],
  };
  const search = told([
    started,
    { type: "rowsArrived", rows: [row("a"), row("b"), row("c", { rank: 5 })] },
    checked,
    { type: "pickChosen", id: "a" },
  ]);

  it("changes the row, the count and what is best, all at once", () => {
    expect([search.checks[0]?.cached, cachedCount(search), search.best]).toEqual([2, 2, "a"]);
    const after = learnt(search, verdict("a", "no", -1));
    expect([after.rows.get("a")?.cached, after.checks[0]?.cached, cachedCount(after), after.best]).toEqual([
      ...["no", 1, 1, "b"],
    ]);
    expect(learnt(after, verdict("c", "yes", 30))).toMatchObject({ checks: [{ cached: 2 }], best: "c" });
  });

  it("of a row that is not there changes nothing", () => {
    expect(learnt(search, verdict("gone", "no", 0))).toBe(search);
  });
});
