import { describe, expect, it } from "vitest";
import type { Code, LinkView } from "../wire";
import {
  advance,
  begun,
  busy,
  endsIn,
  idle,
  linkOf,
  passed,
  refused,
  settled,
  type Attempt,
  type LinkStep,
  type LinkTry,
} from "./linkstate";

const link: LinkView = {
  linkId: "1",
  id: "a",
  release: "Sintel",
  service: "Real-Debrid",
  fromAddon: false,
  headers: [],
  notWebReady: false,
  fileName: "Sintel.mkv",
  fileSize: 1,
  host: "example.org",
  score: 1,
  reasons: [],
  media: null,
  line: null,
  expiresAt: null,
};
const legal = { code: "legalBlock" as const, message: "Refused for legal reasons.", hint: null, about: "Real-Debrid" };
const rd = "Real-Debrid";
const started = (service: string, id = "a", position = 1, of = 1): LinkStep => ({
  type: "candidateStarted",
  id,
  release: id,
  service,
  position,
  of,
});
const steps = (events: LinkStep[]) => {
  let attempt: Attempt = begun;
  return events.map((event) => (attempt = advance(attempt, event)));
};

describe("the verb", () => {
  it("follows the link's making", () => {
    const seen = steps([
      started(rd),
      { type: "added", id: "a", service: rd, status: "downloaded" },
      { type: "fileChosen", id: "a", service: rd, name: "Sintel.mkv", size: 1, score: 1, reasons: [] },
      { type: "verified", id: "a", service: rd },
      { type: "linkMade", id: "a", service: rd },
    ]).map(({ linkState }) => linkState.step);
    expect(seen).toEqual(["adding", "choosing", "linking", "checking", "checking"]);
  });

  it("remembers who was passed over and why, and goes on with the next", () => {
    const last = steps([
      started(rd, "a", 1, 2),
      { type: "candidateFailed", id: "a", service: rd, error: legal },
      started(rd, "b", 2, 2),
    ]).at(-1);
    expect(passed(last?.tries ?? []).map((lane) => [lane.id, lane.error])).toEqual([["a", legal]]);
    expect([last?.linkState.step, last?.tries.at(-1)?.position]).toEqual(["adding", 2]);
  });

  it("says what the service is doing while it waits", () => {
    const last = steps([started(rd), { type: "waited", id: "a", service: rd, status: "downloading", attempt: 1 }]).at(
      -1,
    );
    expect([last?.linkState.step, last?.tries[0]?.status]).toEqual(["waiting", "downloading"]);
  });

  it("shows the service that is ahead when two race, and calls the other one slower", () => {
    const last = steps([
      started(rd),
      started("TorBox"),
      { type: "added", id: "a", service: "TorBox", status: "cached" },
      { type: "waited", id: "a", service: rd, status: "queued", attempt: 1 },
      { type: "fileChosen", id: "a", service: "TorBox", name: "Sintel.mkv", size: 1, score: 1, reasons: [] },
    ]).at(-1);
    expect(last?.linkState.step).toBe("linking");
    const after = settled(last?.tries ?? [], { ...link, service: "TorBox" });
    expect(after.map((lane) => [lane.service, lane.step])).toEqual([
      [rd, "stopped"],
      ["TorBox", "made"],
    ]);
  });

  it("shows the candidate that overtakes one that stays queued at the same service", () => {
    const last = steps([
      started(rd, "a", 1, 2),
      { type: "waited", id: "a", service: rd, status: "queued", attempt: 2 },
      started(rd, "b", 2, 2),
      { type: "fileChosen", id: "b", service: rd, name: "Sintel.mkv", size: 1, score: 1, reasons: [] },
      { type: "waited", id: "a", service: rd, status: "queued", attempt: 3 },
    ]).at(-1);
    expect(last?.linkState.step).toBe("linking");
    expect(last?.tries.map((lane) => [lane.id, lane.step])).toEqual([
      ["a", "waiting"],
      ["b", "linking"],
    ]);
    const after = settled(last?.tries ?? [], { ...link, service: rd, id: "b" });
    expect(after.map((lane) => [lane.id, lane.step])).toEqual([
      ["a", "stopped"],
      ["b", "made"],
    ]);
  });

  it("is busy only between the press and the link", () => {
    expect(busy(begun.linkState)).toBe(true);
    expect(busy({ step: "starting", link })).toBe(true);
    expect(busy(idle)).toBe(false);
    expect(busy({ step: "ready", link })).toBe(false);
    expect(busy({ step: "failed", error: legal, link: null })).toBe(false);
  });

  it("tells which torrents every try refused for good", () => {
    const lane = (id: string, code: Code | null): LinkTry => ({
      service: "TorBox",
      id,
      release: id,
      position: 1,
      of: 2,
      step: code ? "failed" : "made",
      status: null,
      file: null,
      error: code && { code, message: code, hint: null, about: null },
    });
    const tries = [
      lane("legal", "legalBlock"),
      lane("legal", "noFile"),
      lane("moment", "timeout"),
      lane("mixed", "legalBlock"),
      lane("mixed", "rateLimited"),
      lane("mixed", "legalBlock"),
      lane("made", null),
    ];
    expect([...refused(tries)].map(([id, error]) => [id, error.code])).toEqual([["legal", "noFile"]]);
  });

  it("keeps its link for a second action, also after a player was missing", () => {
    expect(linkOf({ step: "playing", link, player: "mpv" })).toBe(link);
    expect(linkOf({ step: "failed", error: legal, link })).toBe(link);
    expect(linkOf(idle)).toBe(null);
  });

  it("knows when a link ends, a little early", () => {
    const at = Date.parse("2026-01-01T00:00:00Z");
    expect(endsIn({ ...link, expiresAt: "2026-01-01T01:00:00Z" }, at)).toBe(3585);
    expect(endsIn({ ...link, expiresAt: "2025-12-31T23:00:00Z" }, at)).toBeLessThan(0);
    expect(endsIn(link, at)).toBe(null);
  });
});
