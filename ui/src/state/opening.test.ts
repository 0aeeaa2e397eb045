// A search is opened and closed by where the route leads, whatever is drawn.
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { row } from "../testing/rows";
import type { EpisodeCard, Kind, StreamEvent, TitleDetails } from "../wire";
import { App } from "./app.svelte";
import type { Route } from "./router.svelte";
import { wantedBy } from "./wanted";

const episode = (number: number, out: boolean) => ({ season: 1, episode: number, out }) as EpisodeCard;
const series = (id: string) =>
  ({
    id,
    kind: "series",
    episodesUnknown: false,
    seasons: [{ number: 1, episodes: [episode(1, true), episode(2, true), episode(3, false)] }],
  }) as unknown as TitleDetails;
const film = (id: string) => ({ id, kind: "movie", episodesUnknown: false, seasons: [] }) as unknown as TitleDetails;
const at = (id: string, number: number | null, kind: Kind = "series"): Route => ({
  place: "title",
  kind,
  id,
  season: number === null ? null : 1,
  episode: number,
});

describe("a route wants", () => {
  const target = (id: string, number: number | null, kind: Kind = "series") => {
    const { season } = at(id, number) as { season: number | null };
    return { type: "title" as const, kind, id, season, episode: number };
  };
  it.each([
    ["nothing of Home", { place: "home" }, null, { type: "nothing" }],
    ["nothing before the title is known", at("tt1", 1), null, { type: "nothing" }],
    ["nothing of a series without an episode", at("tt1", null), series("tt1"), { type: "nothing" }],
    ["a film at once", at("tt2", null, "movie"), film("tt2"), { type: "search", target: target("tt2", null, "movie") }],
    ["the open episode", at("tt1", 2), series("tt1"), { type: "search", target: target("tt1", 2) }],
    ["to wait for one that is not out", at("tt1", 3), series("tt1"), { type: "early", target: target("tt1", 3) }],
    ["one that no catalogue lists", at("tt1", 9), series("tt1"), { type: "search", target: target("tt1", 9) }],
    [
      "a torrent",
      { place: "torrent", id: "abc", name: null },
      null,
      { type: "search", target: { type: "torrent", text: "abc" } },
    ],
  ] as [string, Route, TitleDetails | null, unknown][])("%s", (_, route, title, wanted) => {
    expect(wantedBy(route, title, null)).toEqual(wanted);
  });
});

describe("the search", () => {
  let app: App;
  let stop: () => void;
  let tell: (event: StreamEvent) => void;
  const asked = () =>
    vi.mocked(ipc.findStreams).mock.calls.map(([{ id, episode }]) => (episode === null ? id : `${id} ${episode}`));

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(ipc, "titleDetails").mockImplementation(async (kind, id) => (kind === "movie" ? film(id) : series(id)));
    vi.spyOn(ipc, "findStreams").mockImplementation((_, listen) => {
      tell = listen;
      return new Promise(() => {});
    });
    vi.spyOn(ipc, "openTorrent").mockImplementation(() => new Promise(() => {}));
    vi.spyOn(ipc, "stopStreams").mockResolvedValue();
    vi.spyOn(ipc, "stopLink").mockResolvedValue();
    vi.spyOn(ipc, "fetches").mockResolvedValue([]);
    vi.spyOn(ipc, "numbering").mockImplementation(() => new Promise(() => {}));
    app = new App();
    app.router.go({ place: "home" });
    stop = app.opening.follow();
  });
  afterEach(() => {
    stop();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  /** Goes there; the place then asks for its title. */
  async function go(route: Route) {
    app.router.go(route);
    flushSync();
    if (route.place === "title") app.title(route.kind, route.id).loadOnce();
    await vi.advanceTimersByTimeAsync(0);
    flushSync();
  }

  it("opens once the title is known", async () => {
    app.router.go(at("tt2", null, "movie"));
    flushSync();
    expect(asked()).toEqual([]);
    app.title("movie", "tt2").loadOnce();
    await vi.advanceTimersByTimeAsync(0);
    flushSync();
    expect(asked()).toEqual(["tt2"]);
  });

  it("follows the route from episode to episode, and closes with the episode", async () => {
    await go(at("tt1", 1));
    await go(at("tt1", 2));
    expect(asked()).toEqual(["tt1 1", "tt1 2"]);
    expect(ipc.stopStreams).not.toHaveBeenCalled();
    await go(at("tt1", null));
    expect(app.picks.target).toBe(null);
    expect(ipc.stopStreams).toHaveBeenCalledTimes(1);
  });

  it("closes when the route leads elsewhere, with all that was opened over it", async () => {
    await go(at("tt1", 1));
    tell({ type: "started", searchId: 7, heading: "Harbour", rememberedS: null, sources: [] });
    tell({ type: "rowsArrived", rows: [row("a")] });
    vi.advanceTimersByTime(60);
    vi.spyOn(ipc, "whyFile").mockImplementation(() => new Promise(() => {}));
    app.picks.explain(row("a"));
    expect(app.picks.why.row?.id).toBe("a");
    await go({ place: "settings" });
    expect([app.picks.target, app.picks.why.row, app.picks.result.rows.size]).toEqual([null, null, 0]);
    expect(app.picks.lastSearch, "the preferences are still counted against it").toEqual({ id: 7, heading: "Harbour" });
  });

  it("is not opened anew when the title is asked again", async () => {
    await go(at("tt1", 1));
    await app.title("series", "tt1").load();
    flushSync();
    expect(asked()).toEqual(["tt1 1"]);
  });

  it("of another title that is known already starts with nothing of the first", async () => {
    await go(at("tt1", 1));
    await go({ place: "home" });
    await go(at("tt3", 1));
    app.picks.filter.set({ text: "remux" });
    await go(at("tt1", 1));
    expect(asked()).toEqual(["tt1 1", "tt3 1", "tt1 1"]);
    expect(app.picks.filter.values.text).toBe("");
  });

  it("waits for an episode that is not out until the person insists, and forgets that with the title", async () => {
    await go(at("tt1", 3));
    expect([app.opening.early, asked()]).toEqual([true, []]);
    app.opening.insist();
    flushSync();
    expect([app.opening.early, asked()]).toEqual([false, ["tt1 3"]]);
    await go(at("tt1", 2));
    await go(at("tt1", 3));
    expect(app.opening.early, "the same title stays open").toBe(false);
    await go({ place: "home" });
    await go(at("tt1", 3));
    expect(app.opening.early).toBe(true);
  });

  it("of a torrent opens without a title and closes with its place", async () => {
    await go({ place: "torrent", id: "a".repeat(40), name: null });
    expect(ipc.openTorrent).toHaveBeenCalledExactlyOnceWith("a".repeat(40), expect.any(Function));
    await go({ place: "torrent", id: "b".repeat(40), name: null });
    expect(ipc.openTorrent).toHaveBeenCalledTimes(2);
    await go({ place: "home" });
    expect(app.picks.target).toBe(null);
  });
});
