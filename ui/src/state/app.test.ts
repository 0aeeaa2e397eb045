// The classes the places stand on: where a text leads, what a change does to what is shown, counts that come late.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { language } from "../messages";
import { settingsView } from "../testing/settings";
import type { CloudItem, HiddenCount, Query, TitleCard } from "../wire";
import { App } from "./app.svelte";
import { Cloud } from "./cloud.svelte";
import { LiveCount } from "./livecount.svelte";
import { RecentSearches } from "./recentsearches.svelte";
import { Toasts } from "./toasts.svelte";

const card: TitleCard = {
  id: "tt9",
  kind: "series",
  name: "Harbour Lights",
  years: null,
  rating: null,
  poster: null,
  genres: [],
  imdb: null,
};
const item: CloudItem = {
  itemId: "i1",
  name: "Sintel",
  size: 1,
  status: "downloaded",
  ready: true,
  addedAt: null,
  ours: false,
};

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  language.current = "en";
});

describe("a text leads", () => {
  it.each([
    [
      { type: "title", kind: "series", id: "tt9", season: 2, episode: 5 },
      { place: "title", kind: "series", id: "tt9", season: 2, episode: 5 },
    ],
    [
      { type: "torrent", id: "a".repeat(40), name: "Sintel" },
      { place: "torrent", id: "a".repeat(40), name: "Sintel" },
    ],
    [
      { type: "words", text: "sintel", season: null, episode: null },
      { place: "search", query: "sintel" },
    ],
  ] as [Query, unknown][])("%j", (query, route) => {
    const app = new App();
    app.openQuery(query);
    expect(app.router.route).toEqual(route);
  });

  it("nowhere when it cannot be used, and says why", () => {
    const app = new App();
    app.router.go({ place: "home" });
    app.openQuery({ type: "unusable", error: { code: "badInput", message: "No hash.", hint: null, about: null } });
    expect(app.router.route.place).toBe("home");
    expect(app.toasts.list[0]?.text).toBe("No hash.");
  });
});

describe("the language", () => {
  it.each([
    ["system", "tr", "tr"],
    ["system", "en", "en"],
    ["english", "tr", "en"],
    ["turkish", "en", "tr"],
  ] as const)("chosen %s on a system in %s is %s, also for the document", (choice, system, wanted) => {
    const app = new App();
    app.settings.value = { ...settingsView(), language: choice };
    app.info.value = { version: "1", demo: false, notices: [], homeRows: [], shelves: [], language: system };
    app.speak();
    expect([language.current, document.documentElement.lang]).toEqual([wanted, wanted]);
  });
});

describe("the watchlist", () => {
  it("is asked again, and the opened title knows", async () => {
    vi.spyOn(ipc, "setWatchlist").mockResolvedValue();
    vi.spyOn(ipc, "watchlist").mockResolvedValue([card]);
    const app = new App();
    const title = app.title("series", "tt9100001");
    await title.load();
    expect(await app.setWatchlist({ kind: "series", id: "tt9100001" }, true)).toBe(true);
    expect(title.value?.inWatchlist).toBe(true);
    expect(app.watchlist.value).toEqual([card]);
  });

  it("stays as it was when the shell refuses", async () => {
    const app = new App();
    vi.spyOn(ipc, "setWatchlist").mockRejectedValue({ code: "storage", message: "Disk full", hint: null, about: null });
    expect(await app.setWatchlist(card, true)).toBe(false);
    expect(app.toasts.list[0]?.text).toBe("Disk full");
  });
});

it("marking episodes tells the shell of each and asks the title again", async () => {
  const app = new App();
  const set = vi.spyOn(ipc, "setWatched").mockResolvedValue();
  const title = app.title("series", "tt9100001");
  await title.load();
  const asked = vi.spyOn(ipc, "titleDetails");
  const episodes = title.value?.seasons[0]?.episodes.slice(3, 6) ?? [];
  await app.markWatched(card, episodes, true);
  expect(set.mock.calls.map((call) => call.slice(2))).toEqual([
    [1, 4, true],
    [1, 5, true],
    [1, 6, true],
  ]);
  expect(asked).not.toHaveBeenCalled();
  await app.markWatched({ kind: "series", id: "tt9100001" }, episodes, false);
  expect(asked).toHaveBeenCalledTimes(1);
});

describe("what is being watched", () => {
  const entry = (entryId: number) => ({
    entryId,
    title: card,
    season: 1,
    episode: entryId,
    playedAt: "",
    fileName: "",
  });

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(ipc, "openedLinks").mockResolvedValue();
  });

  it("is looked at again when the window has the focus, every few seconds at most", async () => {
    const asked = vi.spyOn(ipc, "continueWatching").mockResolvedValue([]);
    const app = new App();
    const details = vi.spyOn(ipc, "titleDetails").mockRejectedValue({ code: "timeout", message: "", about: null });
    const alone = vi.spyOn(globalThis, "addEventListener");
    app.start();
    app.openTitle(card);
    app.title("series", "tt9");
    const focus = alone.mock.calls.find(([type]) => type === "focus")?.[1] as () => void;
    for (let time = 0; time < 5; time += 1) focus();
    expect([asked.mock.calls.length, details.mock.calls.length]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(3000);
    expect([asked.mock.calls.length, details.mock.calls.length]).toEqual([2, 2]);
    await vi.advanceTimersByTimeAsync(9000);
    expect(asked).toHaveBeenCalledTimes(2);
    removeEventListener("focus", focus);
  });

  it("is asked of a title that is shown again", async () => {
    const app = new App();
    const asked = vi.spyOn(ipc, "titleDetails").mockRejectedValue({ code: "timeout", message: "", about: null });
    app.title("series", "tt9").loadOnce();
    await vi.advanceTimersByTimeAsync(5000);
    app.title("series", "tt9").loadOnce();
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it("follows what is forgotten, once for a whole history", async () => {
    const asked = vi.spyOn(ipc, "continueWatching").mockResolvedValue([]);
    const app = new App();
    vi.spyOn(ipc, "forgetHistory").mockResolvedValue();
    const entries = [1, 2, 3, 4, 5].map(entry);
    app.history.value = entries;
    for (const one of entries) await app.forget(one);
    await vi.advanceTimersByTimeAsync(300);
    expect(asked.mock.calls.length, "at once, and after the last").toBe(2);
    expect(app.history.value).toEqual([]);
  });
});

describe("recent searches", () => {
  it("are kept newest first, each once, eight at most, over a new start", async () => {
    let kept: string[] = [];
    vi.spyOn(ipc, "searches").mockImplementation(async () => kept);
    vi.spyOn(ipc, "keepSearches").mockImplementation(async (texts) => void (kept = texts));
    const recents = new RecentSearches();
    await recents.load();
    for (const query of ["a", "b", "A ", "c", "d", "e", "f", "g", "h", "i", "  "]) recents.add(query);
    expect(recents.list).toEqual(["i", "h", "g", "f", "e", "d", "c", "A"]);
    const again = new RecentSearches();
    await again.load();
    expect(again.list).toEqual(recents.list);
    again.drop("h");
    expect(kept).not.toContain("h");
    again.clear();
    expect(kept).toEqual([]);
  });

  it("searched for before the kept ones were read join them", async () => {
    let kept = ["b", "c", "d", "e", "f", "g", "h", "i"];
    let read: (texts: string[]) => void = () => {};
    vi.spyOn(ipc, "searches").mockImplementation(() => new Promise((done) => (read = done)));
    vi.spyOn(ipc, "keepSearches").mockImplementation(async (texts) => void (kept = texts));
    const recents = new RecentSearches();
    const loading = recents.load();
    recents.add("a");
    recents.drop("c");
    expect(recents.list).toEqual(["a"]);
    expect(kept, "nothing is stored over what was not read").toHaveLength(8);
    read(kept);
    await loading;
    expect(recents.list).toEqual(["a", "b", "d", "e", "f", "g", "h"]);
    expect(kept).toEqual(recents.list);
  });

  it("that could not be read are not stored over, and are read with the next search", async () => {
    const broken = { code: "storage", message: "Locked", hint: null, about: null };
    const searches = vi.spyOn(ipc, "searches").mockRejectedValueOnce(broken).mockResolvedValue(["kept"]);
    const keep = vi.spyOn(ipc, "keepSearches").mockResolvedValue();
    const recents = new RecentSearches();
    await recents.load();
    recents.add("sintel");
    await vi.waitFor(() => expect(recents.list).toEqual(["sintel", "kept"]));
    expect(searches).toHaveBeenCalledTimes(2);
    expect(keep.mock.calls).toEqual([[["sintel", "kept"]]]);
  });

  it("are forgotten, and no more, where they cannot be read or written", async () => {
    const broken = { code: "storage", message: "Disk full", hint: null, about: null };
    vi.spyOn(ipc, "searches").mockRejectedValue(broken);
    vi.spyOn(ipc, "keepSearches").mockRejectedValue(broken);
    const recents = new RecentSearches();
    await recents.load();
    recents.add("sintel");
    expect(recents.list).toEqual(["sintel"]);
  });
});

describe("the live count", () => {
  const answer = (hidden: number): HiddenCount => ({ of: 10, hidden, reasons: [] });

  it("waits for a pause and drops what comes late", async () => {
    vi.useFakeTimers();
    const late = new Map([
      [1, 900],
      [2, 10],
    ]);
    const ask = vi.fn(
      (id: number) => new Promise<HiddenCount>((done) => setTimeout(() => done(answer(id)), late.get(id))),
    );
    const live = new LiveCount(ask);
    const { preferences } = settingsView();
    live.count(1, preferences);
    await vi.advanceTimersByTimeAsync(200);
    live.count(2, preferences);
    live.count(2, preferences);
    await vi.advanceTimersByTimeAsync(2000);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(live.value?.hidden).toBe(2);
  });

  it("counts nothing for a search the shell no longer has", async () => {
    vi.useFakeTimers();
    const live = new LiveCount(async () =>
      Promise.reject({ code: "notFound", message: "Gone", hint: null, about: null }),
    );
    live.value = answer(3);
    live.count(1, settingsView().preferences);
    await vi.advanceTimersByTimeAsync(200);
    expect(live.value).toBe(null);
  });
});

describe("an account's cloud", () => {
  const page = { service: "realdebrid", items: [item], page: 0, total: 1, more: false };

  it("plays the largest video of a torrent when no file is named", async () => {
    vi.spyOn(ipc, "cloud").mockResolvedValue(page);
    vi.spyOn(ipc, "cloudFiles").mockResolvedValue([
      { path: "a.mkv", size: 1, playable: true },
      { path: "b.mkv", size: 9, playable: true },
      { path: "c.iso", size: 99, playable: false },
    ]);
    const link = vi.spyOn(ipc, "cloudLink");
    vi.spyOn(ipc, "playLink").mockResolvedValue({ id: "mpv", label: "mpv", leftOut: [] });
    const app = new App();
    await new Cloud("realdebrid", app.toasts).use(item, null, "play");
    expect(link).toHaveBeenCalledWith("realdebrid", "i1", "b.mkv");
    expect(app.toasts.list[0]?.text).toBe("Playing in mpv");
  });

  it("plays nothing that is no video, and says so", async () => {
    vi.spyOn(ipc, "cloud").mockResolvedValue(page);
    vi.spyOn(ipc, "cloudFiles").mockResolvedValue([{ path: "c.exe", size: 99, playable: false }]);
    const link = vi.spyOn(ipc, "cloudLink");
    const app = new App();
    await new Cloud("realdebrid", app.toasts).use(item, null, "play");
    expect(link).not.toHaveBeenCalled();
    expect(app.toasts.list[0]?.tone).toBe("danger");
  });

  it("steps back a page when the last of it was removed", async () => {
    const asked = vi.spyOn(ipc, "cloud").mockImplementation(async (_, at) => ({ ...page, page: at }));
    vi.spyOn(ipc, "cloudRemove").mockResolvedValue();
    const cloud = new Cloud("realdebrid", new Toasts());
    await cloud.go(1);
    await cloud.remove(item);
    expect(asked.mock.calls.map(([, at]) => at)).toEqual([0, 1, 0]);
  });
});
