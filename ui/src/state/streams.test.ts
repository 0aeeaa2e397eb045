import { describe, expect, it } from "vitest";
import { row } from "../testing/rows";
import type { StreamEvent } from "../wire";
import { asking, ended, fold, nothingYet, progress, takeOffer, type Search } from "./streams";

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
const told = (events: StreamEvent[], touched = false, from: Search = nothingYet) =>
  events.reduce((search, event) => fold(search, event, touched), from);
const chip = (search: Search, source: string) => search.chips.find((one) => one.source === source);

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
    const search = told([started, { type: "sourceSkipped", source: "torrentio" }]);
    expect([chip(search, "torrentio")?.state, chip(search, "comet")?.state]).toEqual(["noId", "off"]);
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
    const restarted = fold(
      again,
      {
        ...started,
        searchId: 8,
        sources: [
          { source: "torrentio", label: "Torrentio", state: "remembered" },
          { source: "nyaa", label: "Nyaa", state: "asking" },
        ],
      },
      true,
    );
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
      services: [],
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
    expect(search.check).toEqual({ checked: 1, total: 1, cached: 1, service: "Real-Debrid" });
  });

  it("never checked end as unknown, not as no", () => {
    const search = told([
      started,
      { type: "rowsArrived", rows: [row("a"), row("b", { cached: "no" })] },
      { type: "cacheCheckFailed", service: "realdebrid", label: "Real-Debrid", unchecked: 1, error: timeout },
      { type: "completed", rows: 2, cached: 0, elapsedMs: 10 },
    ]);
    expect([search.rows.get("a")?.cached, search.rows.get("b")?.cached]).toEqual(["unknown", "no"]);
    expect(search.checkError).toEqual(timeout);
  });

  it("stay when the search breaks off, with the reason beside them", () => {
    const search = ended(told([started, { type: "rowsArrived", rows: [row("a")] }]), timeout);
    expect([search.rows.size, search.complete, search.error?.code]).toEqual([1, true, "timeout"]);
    expect(chip(search, "nyaa")?.state, "nothing spins for ever").not.toBe("asking");
  });
});

describe("the pick", () => {
  const chosen = (id: string): StreamEvent => ({
    type: "pickChosen",
    id,
    reasons: [{ code: id, text: id, value: null }],
  });
  const rows: StreamEvent = { type: "rowsArrived", rows: [row("a"), row("b", { cached: "yes" }), row("c")] };

  it("changes freely while nothing was touched and none that is cached was chosen", () => {
    expect(told([started, rows, chosen("a"), chosen("c")]).pick?.id).toBe("c");
  });

  it("stays once it is cached; a later one is offered", () => {
    const search = told([started, rows, chosen("b"), chosen("c")]);
    expect([search.pick?.id, search.offered?.id]).toEqual(["b", "c"]);
  });

  it("stays once something was touched", () => {
    const search = told([chosen("b")], true, told([started, rows, chosen("a")]));
    expect([search.pick?.id, search.offered?.id]).toEqual(["a", "b"]);
  });

  it("that is chosen again refreshes its reasons and withdraws the offer", () => {
    const search = told([started, rows, chosen("b"), chosen("c"), chosen("b")]);
    expect([search.pick?.id, search.offered]).toEqual(["b", null]);
  });

  it("is replaced when the person takes the offer", () => {
    const search = takeOffer(told([started, rows, chosen("b"), chosen("c")]));
    expect([search.pick?.id, search.offered]).toEqual(["c", null]);
  });

  it("is set even when touched, if there was none", () => {
    expect(told([started, rows, chosen("a")], true).pick?.id).toBe("a");
  });
});
