import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { row } from "../testing/rows";
import type { LinkView, StreamEvent } from "../wire";
import { Picks } from "./picks.svelte";
import { Toasts } from "./toasts.svelte";

const target = { type: "title" as const, kind: "movie" as const, id: "tt1", season: null, episode: null };
const started: StreamEvent = { type: "started", searchId: 1, heading: "Sintel", rememberedS: null, sources: [] };
const link = (id: string): LinkView => ({
  linkId: `link-${id}`,
  id,
  release: id,
  service: "Real-Debrid",
  fromAddon: false,
  headers: [],
  notWebReady: false,
  fileName: `${id}.mkv`,
  fileSize: 1,
  host: "example.org",
  score: 1,
  reasons: [],
  media: null,
  line: null,
  expiresAt: null,
});

let tell: (event: StreamEvent) => void;
let finish: () => void;
let picks: Picks;
let toasts: Toasts;
const played = vi.fn();
let liked: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(ipc, "findStreams").mockImplementation((_, listen) => {
    tell = listen;
    return new Promise((done) => (finish = () => done()));
  });
  vi.spyOn(ipc, "stopStreams").mockResolvedValue();
  vi.spyOn(ipc, "fetches").mockResolvedValue([]);
  vi.spyOn(ipc, "stopLink").mockResolvedValue();
  vi.spyOn(ipc, "resolveLink").mockImplementation(async ({ id }) => link(id));
  vi.spyOn(ipc, "playLink").mockResolvedValue({ id: "mpv", label: "mpv", leftOut: [] });
  vi.spyOn(ipc, "copyLink").mockResolvedValue();
  liked = [];
  toasts = new Toasts();
  picks = new Picks(toasts, played, () => liked);
  picks.open(target);
});
afterEach(() => {
  vi.restoreAllMocks();
  played.mockClear();
  vi.useRealTimers();
});

const hear = (...events: StreamEvent[]) => {
  for (const event of events) tell(event);
  vi.advanceTimersByTime(60);
};
const rows = (...found: ReturnType<typeof row>[]): StreamEvent => ({ type: "rowsArrived", rows: found });
const ids = () => picks.filter.shown.map((one) => one.id);

describe("the list", () => {
  it("sorts while untouched and stands still once touched", () => {
    hear(started, rows(row("b", { rank: 2 })));
    hear(rows(row("a", { rank: 3 })));
    expect(ids()).toEqual(["a", "b"]);
    picks.interaction.choose();
    hear(rows(row("top", { rank: 9 }), row("low", { rank: 0 })));
    expect(ids(), "the better one waits, the worse one joins below").toEqual(["a", "b", "low"]);
    expect(picks.order.better).toBe(1);
    picks.order.apply();
    expect([ids(), picks.order.better]).toEqual([["top", "a", "b", "low"], 0]);
  });

  it("sorts by the languages the person likes; what names none stands between them and the others", () => {
    liked = ["tr", "en"];
    const spoken = { ja: ["ja"], none: [], en: ["en"], both: ["ja", "tr"] };
    hear(started, rows(...Object.entries(spoken).map(([id, languages]) => row(id, { languages }))));
    picks.order.sortBy("language");
    expect(ids()).toEqual(["both", "en", "none", "ja"]);
    liked = ["ja"];
    picks.order.sortBy("language");
    expect(ids()).toEqual(["both", "ja", "none", "en"]);
  });

  it("draws a flood once a breath", () => {
    hear(started);
    const drawn = vi.spyOn(picks.run as unknown as { take: () => void }, "take");
    for (let at = 0; at < 30; at += 1) {
      tell(rows(row(`r${at}`)));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(60);
    expect(picks.filter.shown).toHaveLength(30);
    expect(drawn.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it("drops what an older search still delivers", () => {
    const old = tell;
    hear(started, rows(row("a")));
    picks.open({ ...target, id: "tt2" });
    old(rows(row("stale")));
    vi.advanceTimersByTime(20);
    expect(ids()).toEqual([]);
  });

  it("is not asked for twice for the same title", () => {
    picks.open({ ...target });
    expect(ipc.findStreams).toHaveBeenCalledTimes(1);
  });

  it("keeps its rows while one source is asked again", () => {
    hear(started, rows(row("a")));
    picks.retry("nyaa");
    expect(ids()).toEqual(["a"]);
    expect(vi.mocked(ipc.findStreams).mock.lastCall?.[0].ask).toEqual({ type: "only", sources: ["nyaa"] });
  });

  it("asks those still being asked again with one that is retried", () => {
    const chip = (source: string, state: "asking" | "off" = "asking") => ({ source, label: source, state });
    const sources = [chip("zilean"), chip("nyaa"), chip("comet"), chip("peerflix", "off")];
    const error = { code: "timeout" as const, message: "No answer.", hint: null, about: null };
    hear({ ...started, sources });
    hear({ type: "sourceFailed", source: "nyaa", elapsedMs: 5, error });
    hear({ type: "sourceAnswered", source: "comet", count: 1, elapsedMs: 5, dropped: [], partial: false });
    picks.retry("nyaa");
    expect(vi.mocked(ipc.findStreams).mock.lastCall?.[0].ask).toEqual({ type: "only", sources: ["nyaa", "zilean"] });
    expect(picks.result.chips.map((one) => one.state)).toEqual(["asking", "asking", "answered", "off"]);
  });

  it("ends even when no last event comes", async () => {
    hear(started, rows(row("a")));
    finish();
    await vi.advanceTimersByTimeAsync(600);
    expect([picks.result.complete, picks.result.rows.get("a")?.cached]).toEqual([true, "unknown"]);
  });
});

describe("the pick", () => {
  const best = (id: string): StreamEvent => ({ type: "pickChosen", id });
  const picked = () => picks.pick.row?.id;

  it("is the best of what is chosen above the list, whoever touched it, and the best of all is one step away", () => {
    hear(
      started,
      rows(
        row("big", { resolution: "2160p", rank: 9, cached: "yes" }),
        row("fine", { rank: 5, cached: "yes" }),
        row("poor", { rank: 4, cached: "yes", languages: ["de"] }),
      ),
      best("big"),
    );
    expect([picked(), picks.overall]).toEqual(["big", null]);
    picks.interaction.choose();
    picks.filter.toggleTier("1080p");
    expect([picked(), picks.overall?.id]).toEqual(["fine", "big"]);
    picks.filter.set({ text: "lang:de" });
    expect(picked()).toBe("poor");
    picks.filter.set({ text: "lang:de size:<1mb" });
    expect(picked(), "nothing is shown: the best of all").toBe("big");
    picks.filter.toggleTier("720p");
    expect(picks.filter.values.tier, "a tier without rows is none").toBe("1080p");
    picks.filter.overall();
    expect([picked(), picks.filter.values.tier, picks.filter.values.text]).toEqual(["big", null, ""]);
    picks.filter.toggleTier("1080p");
    picks.filter.toggleTier("1080p");
    expect(picks.filter.values.tier).toBe(null);
  });

  it("stays within the filters when a better one comes", () => {
    hear(started, rows(row("fine", { rank: 5, cached: "yes" })), best("fine"));
    picks.filter.toggleTier("1080p");
    hear(rows(row("big", { resolution: "2160p", rank: 9, cached: "yes" })), best("big"));
    expect([picked(), picks.overall?.id]).toEqual(["fine", "big"]);
  });

  it("that does not play gives way to one that does although the list was looked at, and rows stand still", () => {
    hear(started, rows(row("a", { rank: 2, cached: "no" })), best("a"));
    vi.advanceTimersByTime(9000);
    picks.interaction.pointerAt("list", 1, 1);
    picks.interaction.pointerAt("list", 1, 2);
    hear(rows(row("b", { rank: 9, cached: "yes" })), best("b"));
    expect([picked(), ids(), picks.order.better]).toEqual(["b", ["a"], 1]);
    picks.interaction.pointerGone("list");
    expect([ids(), picks.order.better], "the pointer has left").toEqual([["b", "a"], 0]);
  });

  it("becomes the release that plays, and everything knows what the tries taught", async () => {
    const services = (cached: "yes" | "no") => [{ service: "realdebrid", cached, inCloud: false, before: null }];
    hear(
      started,
      rows(
        row("a", { rank: 9, cached: "yes", services: services("yes") }),
        row("b", { rank: 8, cached: "unknown", services: services("yes") }),
      ),
      { type: "cacheChecked", service: "realdebrid", label: "RD", checked: 2, total: 2, cached: 1, verdicts: [] },
      best("a"),
    );
    const none = { fileSize: null, fileName: null, bitrate: null, hidden: null, reasons: [] };
    const error = { code: "notCached" as const, message: "Not held.", hint: null, about: null };
    vi.mocked(ipc.resolveLink).mockImplementationOnce(async (_, listen) => {
      const start = { type: "candidateStarted" as const, service: "RD", release: "", of: 2 };
      listen({ ...start, id: "a", position: 1 });
      listen({ type: "learnt", verdict: { id: "a", cached: "no", services: services("no"), rank: -3, ...none } });
      listen({ type: "candidateFailed", id: "a", service: "RD", error });
      listen({ ...start, id: "b", position: 2 });
      listen({ type: "learnt", verdict: { id: "b", cached: "yes", services: services("yes"), rank: 9, ...none } });
      listen({ type: "linkMade", id: "b", service: "RD" });
      return link("b");
    });
    await picks.act("a", "play", { goOn: true });
    expect(picked()).toBe("b");
    expect(["a", "b"].map((id) => [picks.links.state(id).step, picks.result.rows.get(id)?.cached])).toEqual([
      ["failed", "no"],
      ["playing", "yes"],
    ]);
    expect([picks.result.best, picks.result.checks[0]?.cached, picks.pick.offered]).toEqual(["b", 1, null]);
  });
});

describe("verbs", () => {
  beforeEach(() => hear(started, rows(row("a"), row("b"))));

  it("play ends in the player's name and grows the history", async () => {
    await picks.act("a", "play", { goOn: true });
    expect(picks.links.state("a")).toMatchObject({ step: "playing", player: "mpv" });
    expect(played).toHaveBeenCalledTimes(1);
    expect(vi.mocked(ipc.resolveLink).mock.lastCall?.[0]).toEqual({
      searchId: 1,
      id: "a",
      goOn: true,
      file: null,
      service: null,
    });
  });

  it("a second action uses the link that stands", async () => {
    await picks.act("a", "copy");
    await picks.act("a", "play");
    expect(ipc.resolveLink).toHaveBeenCalledTimes(1);
    expect(ipc.playLink).toHaveBeenCalledWith("link-a", null);
  });

  it("a link that no longer plays is made once more", async () => {
    await picks.act("a", "copy");
    vi.mocked(ipc.playLink).mockRejectedValueOnce({ code: "notFound", message: "Gone.", hint: null });
    await picks.act("a", "play");
    expect(ipc.resolveLink).toHaveBeenCalledTimes(2);
    expect(picks.links.state("a").step).toBe("playing");
  });

  it("a failure is kept on the row with its words", async () => {
    vi.mocked(ipc.resolveLink).mockRejectedValueOnce({ code: "notCached", message: "Not held.", hint: null });
    await picks.act("b", "play");
    expect(picks.links.state("b")).toMatchObject({ step: "failed", error: { code: "notCached" } });
    expect(picks.links.state("a").step, "other rows are untouched").toBe("idle");
  });

  it("without a player the link stays usable", async () => {
    vi.mocked(ipc.playLink).mockRejectedValueOnce({ code: "noPlayer", message: "None.", hint: null });
    await picks.act("a", "play", { goOn: true });
    await picks.act("a", "copy", { goOn: true });
    expect(ipc.resolveLink).toHaveBeenCalledTimes(1);
    expect(toasts.list.map((toast) => toast.text)).toContain("Link copied");
  });

  it("stopping goes back to idle and ignores what comes late", async () => {
    let late: (value: LinkView) => void = () => {};
    vi.mocked(ipc.resolveLink).mockImplementationOnce(() => new Promise((done) => (late = done)));
    const act = picks.act("a", "play", { goOn: true });
    expect(picks.links.state("a").step).toBe("adding");
    picks.links.stop();
    late(link("a"));
    await act;
    expect(picks.links.state("a").step).toBe("idle");
    expect(ipc.playLink).not.toHaveBeenCalled();
  });

  it("a cancelled link is no failure", async () => {
    vi.mocked(ipc.resolveLink).mockRejectedValueOnce({ code: "cancelled", message: "Stopped.", hint: null });
    await picks.act("a", "play", { goOn: true });
    expect(picks.links.state("a").step).toBe("idle");
  });
});

describe("a pack's row, which is the same for the next episode", () => {
  const episode = (number: number) => ({
    type: "title" as const,
    kind: "series" as const,
    id: "tt9",
    season: 1,
    episode: number,
  });
  const numbers = { season: 1, episode: 1, absolute: 1, kitsuEpisode: null };

  beforeEach(async () => {
    vi.spyOn(ipc, "numbering").mockResolvedValue({ ids: [], titles: [], numbers, asked: [] });
    picks.open(episode(1));
    hear(started, rows(row("pack")));
    await vi.advanceTimersByTimeAsync(0);
  });
  const resolved = () => vi.mocked(ipc.resolveLink).mock.calls.length;
  const late = <T>(command: { mockImplementationOnce: (run: () => Promise<T>) => unknown }) => {
    let settle: (value: T) => void = () => {};
    command.mockImplementationOnce(() => new Promise<T>((done) => (settle = done)));
    return (value: T) => settle(value);
  };

  it("is linked anew once another file is always the one", async () => {
    const why = { release: "pack", files: [], confidence: 1, scheme: null, corrected: true };
    vi.spyOn(ipc, "whyFile").mockResolvedValue(why);
    vi.spyOn(ipc, "correctFile").mockResolvedValue(why);
    await picks.act("pack", "play");
    await picks.why.open(1, "pack", "pack");
    await picks.why.correct("E02.mkv");
    expect(picks.links.state("pack").step).toBe("idle");
    await picks.act("pack", "play");
    expect(resolved()).toBe(2);
  });

  it("is linked anew with other numbers", async () => {
    await picks.act("pack", "copy");
    picks.fetches.ask("pack");
    picks.numbers.edit("absolute", "2");
    picks.renumber();
    hear(started, rows(row("pack")));
    expect([picks.links.state("pack").step, picks.fetches.asked]).toEqual(["idle", null]);
    await picks.act("pack", "copy");
    expect(resolved()).toBe(2);
  });

  it("takes no link of the episode before whose player starts late", async () => {
    const settle = late(vi.mocked(ipc.playLink));
    const act = picks.act("pack", "play");
    await vi.waitFor(() => expect(picks.links.state("pack").step).toBe("starting"));
    picks.open(episode(2));
    hear(started, rows(row("pack")));
    settle({ id: "mpv", label: "mpv", leftOut: [] });
    await act;
    expect(picks.links.state("pack").step).toBe("idle");
    expect(played, "it did begin to play").toHaveBeenCalledTimes(1);
    await picks.act("pack", "play");
    expect(resolved()).toBe(2);
  });

  it("takes no link of the episode before that is renewed or made late", async () => {
    const expired = { ...link("pack"), expiresAt: "2020-01-01T00:00:00Z" };
    vi.mocked(ipc.resolveLink).mockResolvedValueOnce(expired);
    await picks.act("pack", "copy");
    const renew = late(vi.spyOn(ipc, "renewLink"));
    const first = picks.act("pack", "copy");
    picks.open(episode(2));
    hear(started, rows(row("pack")));
    const make = late(vi.mocked(ipc.resolveLink));
    const second = picks.act("pack", "play");
    renew(link("pack"));
    await first;
    expect(picks.links.state("pack").step).toBe("adding");
    picks.open(episode(3));
    make(link("pack"));
    await second;
    expect(picks.links.state("pack").step).toBe("idle");
    expect(ipc.copyLink).toHaveBeenCalledTimes(1);
    expect(ipc.playLink).not.toHaveBeenCalled();
  });

  it("does not ask again whether to fetch it", () => {
    picks.fetches.ask("pack");
    picks.open(episode(2));
    expect(picks.fetches.asked).toBe(null);
    picks.fetches.ask("pack");
    picks.close();
    expect(picks.fetches.asked).toBe(null);
  });
});
