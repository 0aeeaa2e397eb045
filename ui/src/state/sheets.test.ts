// Fetching, packs, why-this-file and the numbers: what they send to the shell, and when they do not.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import type { Fetch, FileRank, Numbering, PackEvent, WhyFile } from "../wire";
import { Fetches } from "./fetches.svelte";
import { Numbers, short } from "./numbers.svelte";
import { Packs } from "./packs.svelte";
import { Toasts } from "./toasts.svelte";
import { filesWith, Why } from "./why.svelte";

let toasts: Toasts;
beforeEach(() => {
  vi.useFakeTimers();
  toasts = new Toasts();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
const said = () => toasts.list.map((toast) => toast.text);

describe("fetching", () => {
  const fetch = (state: Fetch["state"]): Fetch => ({
    fetchId: "f",
    id: "a",
    release: "Sintel",
    service: "TorBox",
    state,
    progress: 0.5,
    startedAt: "2026-01-01T00:00:00Z",
  });

  it("needs a second action for that very row", async () => {
    const start = vi.spyOn(ipc, "startFetch").mockResolvedValue(fetch({ type: "queued" }));
    const fetches = new Fetches(toasts, () => {});
    await fetches.confirm(1, "a", "torbox");
    fetches.ask("b");
    await fetches.confirm(1, "a", "torbox");
    fetches.dismiss();
    await fetches.confirm(1, "b", "torbox");
    expect(start, "never by one press").not.toHaveBeenCalled();
    fetches.ask("a");
    await fetches.confirm(1, "a", "torbox");
    expect(start).toHaveBeenCalledExactlyOnceWith(1, "a", "torbox");
    fetches.stop();
  });

  it("is looked after every five seconds while it runs, and told once it is ready", async () => {
    vi.spyOn(ipc, "startFetch").mockResolvedValue(fetch({ type: "queued" }));
    const look = vi.spyOn(ipc, "fetches").mockResolvedValue([fetch({ type: "fetching" })]);
    const ready = vi.fn();
    const fetches = new Fetches(toasts, ready);
    fetches.ask("a");
    await fetches.confirm(1, "a", "torbox");
    await vi.advanceTimersByTimeAsync(10_100);
    expect(look).toHaveBeenCalledTimes(2);
    look.mockResolvedValue([fetch({ type: "ready" })]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(ready).toHaveBeenCalledTimes(1);
    expect(said()).toEqual(["Ready to play: Sintel"]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(look, "nothing runs, nothing is asked").toHaveBeenCalledTimes(3);
  });
});

describe("a pack", () => {
  it("counts its links, and its uses say what became of them", async () => {
    let tell: (event: PackEvent) => void = () => {};
    let done: (view: Awaited<ReturnType<typeof ipc.linkPack>>) => void = () => {};
    vi.spyOn(ipc, "linkPack").mockImplementation((_, __, listen) => {
      tell = listen;
      return new Promise((resolve) => (done = resolve));
    });
    vi.spyOn(ipc, "usePack").mockResolvedValue("~/Sintel.m3u8");
    const packs = new Packs(toasts);
    const open = packs.open(1, "a", "Sintel");
    tell({ type: "opened", episodes: 4 });
    tell({ type: "linked", done: 2, of: 4 });
    expect([packs.done, packs.of]).toEqual([2, 4]);
    done({ packId: "p", release: "Sintel", service: "TorBox", episodes: [], leftOut: 0, calls: 6 });
    await open;
    await packs.use("savePlaylist");
    expect(ipc.usePack).toHaveBeenCalledWith("p", "savePlaylist");
    expect(toasts.list.at(-1)).toMatchObject({ text: "Playlist saved", hint: "~/Sintel.m3u8" });
  });

  it("closed early stops, and takes nothing that comes late", async () => {
    const stop = vi.spyOn(ipc, "stopLink").mockResolvedValue();
    let done: (view: never) => void = () => {};
    vi.spyOn(ipc, "linkPack").mockImplementation(() => new Promise((resolve) => (done = resolve)));
    const packs = new Packs(toasts);
    const open = packs.open(1, "a", "Sintel");
    packs.close();
    done({} as never);
    await open;
    expect([stop.mock.calls.length, packs.view]).toEqual([1, null]);
  });
});

describe("why this file", () => {
  const file = (path: string, picked = false): FileRank => ({
    path,
    size: 1,
    score: 1,
    parts: [],
    marks: [],
    picked,
    refused: null,
    media: null,
    line: null,
  });
  const why = (change: Partial<WhyFile> = {}): WhyFile => ({
    release: "Sintel",
    files: [file("S1/E01.mkv"), file("S1/E02.mkv", true)],
    confidence: 0.9,
    scheme: null,
    corrected: false,
    ...change,
  });

  it("begins at the file that would play, and finds others by words of their path", async () => {
    vi.spyOn(ipc, "whyFile").mockResolvedValue(why());
    const open = new Why(toasts, () => {});
    await open.open(1, "a", "Sintel");
    expect(open.chosen).toBe("S1/E02.mkv");
    open.text = "e01 s1";
    expect(open.shown.map((one) => one.path)).toEqual(["S1/E01.mkv"]);
    expect(filesWith(why().files, "nothing")).toEqual([]);
  });

  it("remembers a correction and forgets it again", async () => {
    vi.spyOn(ipc, "whyFile").mockResolvedValue(why());
    const correct = vi.spyOn(ipc, "correctFile").mockResolvedValue(why({ corrected: true }));
    const chosen = vi.fn();
    const open = new Why(toasts, chosen);
    await open.open(1, "a", "Sintel");
    await open.correct("S1/E01.mkv");
    expect(open.value?.corrected).toBe(true);
    await open.correct(null);
    expect(correct.mock.calls.map((call) => call[2])).toEqual(["S1/E01.mkv", null]);
    expect(chosen.mock.calls).toEqual([
      ["a", "S1/E01.mkv"],
      ["a", null],
    ]);
  });

  it("keeps the reason when the files cannot be ranked", async () => {
    vi.spyOn(ipc, "whyFile").mockRejectedValue({ code: "noFile", message: "None.", hint: null, about: null });
    const open = new Why(toasts, () => {});
    await open.open(1, "a", "Sintel");
    expect([open.value, open.error?.code]).toEqual([null, "noFile"]);
  });
});

describe("the numbers", () => {
  const numbers = { season: 23, episode: 15, absolute: 1170, kitsuEpisode: 1170 };
  const answer = (change = {}): Numbering => ({
    ids: [],
    titles: [],
    numbers: { ...numbers, ...change },
    asked: [{ source: "nyaa", label: "Nyaa", with: [JSON.stringify(change)] }],
  });
  const request = {
    kind: "anime" as const,
    id: "kitsu:12",
    season: 1,
    episode: 1170,
    ask: { type: "stale" as const },
    numbering: null,
  };

  it("are said in both ways", () => {
    expect(short(numbers)).toEqual({ place: "S23E15", absolute: 1170, kitsu: 1170 });
    expect(short({ season: null, episode: 4, absolute: null, kitsuEpisode: null }).place).toBe("E4");
  });

  it("typed are shown as they would be asked, and used only when taken", async () => {
    const ask = vi.spyOn(ipc, "numbering").mockImplementation(async (r) => answer(r.numbering ?? {}));
    const held = new Numbers();
    await held.open(request);
    held.edit("absolute", "1171");
    expect([held.changed, held.used]).toEqual([true, null]);
    await vi.advanceTimersByTimeAsync(300);
    expect(ask.mock.lastCall?.[0].numbering).toEqual({ ...numbers, absolute: 1171 });
    expect(held.asked[0]?.with[0]).toContain("1171");
    expect(held.take()).toEqual({ ...numbers, absolute: 1171 });
    held.reset();
    expect([held.used, held.shown]).toEqual([null, numbers]);
  });

  it("taken, given up or taken back before a pause are not overtaken by what was typed", async () => {
    const ask = vi.spyOn(ipc, "numbering").mockImplementation(async (r) => answer(r.numbering ?? {}));
    const held = new Numbers();
    await held.open(request);
    const mine = { ...numbers, absolute: 1171 };
    held.edit("absolute", "1171");
    held.take();
    await vi.advanceTimersByTimeAsync(300);
    expect(held.asked).toEqual(answer(mine).asked);
    for (const [undo, left] of [
      [() => held.cancel(), mine],
      [() => held.reset(), {}],
    ] as const) {
      held.edit("absolute", "1172");
      ask.mockClear();
      undo();
      await vi.advanceTimersByTimeAsync(300);
      expect(held.asked).toEqual(answer(left).asked);
      expect(ask, "nothing waits any more").toHaveBeenCalledTimes(1);
    }
  });

  it("that could not be read are no longer said to be once they are", async () => {
    const ask = vi.spyOn(ipc, "numbering").mockResolvedValue(answer());
    const held = new Numbers();
    await held.open(request);
    ask.mockRejectedValueOnce({ code: "timeout", message: "No answer.", hint: null, about: null });
    held.edit("absolute", "1171");
    await vi.advanceTimersByTimeAsync(300);
    expect(held.error?.code).toBe("timeout");
    held.edit("absolute", "1172");
    await vi.advanceTimersByTimeAsync(300);
    expect(held.error).toBe(null);
  });

  it("emptied leave that numbering out", async () => {
    vi.spyOn(ipc, "numbering").mockResolvedValue(answer());
    const held = new Numbers();
    await held.open(request);
    held.edit("absolute", "");
    expect(held.shown?.absolute).toBe(null);
    held.cancel();
    expect(held.changed).toBe(false);
  });
});
