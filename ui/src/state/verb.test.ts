import { describe, expect, it } from "vitest";
import type { LinkEvent, LinkView } from "../wire";
import { adding, advance, busy, idle, linkOf, type Attempt } from "./verb";

const link: LinkView = {
  linkId: "1",
  id: "a",
  release: "Sintel",
  service: "Real-Debrid",
  fileName: "Sintel.mkv",
  fileSize: 1,
  host: "example.org",
  score: 1,
  reasons: [],
  expiresAt: null,
};
const legal = { code: "legalBlock" as const, message: "Refused for legal reasons.", hint: null, about: "Real-Debrid" };
const steps = (events: LinkEvent[]) => {
  let attempt: Attempt = { verb: adding, passed: [] };
  return events.map((event) => (attempt = advance(attempt, event)));
};

describe("the verb", () => {
  it("follows the link's making", () => {
    const seen = steps([
      { type: "candidateStarted", service: "Real-Debrid", id: "a", release: "Sintel", position: 1, of: 3 },
      { type: "added", service: "Real-Debrid", status: "downloaded" },
      { type: "fileChosen", service: "Real-Debrid", name: "Sintel.mkv", size: 1, score: 1, reasons: [] },
      { type: "linkMade", service: "Real-Debrid" },
    ]).map(({ verb }) => verb.step);
    expect(seen).toEqual(["adding", "choosing", "linking", "linking"]);
  });

  it("remembers who was passed over and why, and goes on with the next", () => {
    const last = steps([
      { type: "candidateStarted", service: "Real-Debrid", id: "a", release: "A", position: 1, of: 2 },
      { type: "candidateFailed", service: "Real-Debrid", id: "a", error: legal },
      { type: "candidateStarted", service: "Real-Debrid", id: "b", release: "B", position: 2, of: 2 },
    ]).at(-1);
    expect(last?.passed).toEqual([{ id: "a", error: legal }]);
    expect(last?.verb).toMatchObject({ step: "adding", position: 2, of: 2 });
  });

  it("says what the service is doing while it waits", () => {
    const last = steps([{ type: "waited", service: "Real-Debrid", status: "downloading", attempt: 1 }]).at(-1);
    expect(last?.verb).toMatchObject({ step: "adding", status: "downloading" });
  });

  it("is busy only between the press and the link", () => {
    expect(busy(adding)).toBe(true);
    expect(busy({ step: "starting", link })).toBe(true);
    expect(busy(idle)).toBe(false);
    expect(busy({ step: "ready", link })).toBe(false);
    expect(busy({ step: "failed", error: legal, link: null })).toBe(false);
  });

  it("keeps its link for a second verb, also after a player was missing", () => {
    expect(linkOf({ step: "playing", link, player: "mpv" })).toBe(link);
    expect(linkOf({ step: "failed", error: legal, link })).toBe(link);
    expect(linkOf(idle)).toBe(null);
  });
});
