// The search field: what is typed, pasted and entered leads somewhere, and the address brings its words along.
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import type { Kind, Query, TitleCard } from "../wire";
import { RecentSearches } from "./recentsearches.svelte";
import { Router } from "./router.svelte";
import { TitleSearch } from "./search.svelte";
import { SearchField } from "./searchfield.svelte";
import { Toasts } from "./toasts.svelte";

let router: Router;
let search: TitleSearch;
let recents: RecentSearches;
let field: SearchField;
let stop: () => void;
const open = vi.fn();
const commands = vi.fn();
const nameOf = vi.fn(async (_: Query): Promise<string | null> => null);
const title = vi.fn();
let ask: (query: string, kind: Kind) => Promise<TitleCard[]>;
const torrent: Query = { type: "torrent", id: "a".repeat(40), name: null };

beforeEach(() => {
  vi.useFakeTimers();
  ask = async () => [];
  vi.spyOn(ipc, "keepSearches").mockResolvedValue();
  vi.spyOn(ipc, "searches").mockResolvedValue([]);
  router = new Router();
  router.go({ place: "home" });
  search = new TitleSearch(
    (query, kind) => ask(query, kind),
    async (text) => (text.length === 40 ? torrent : { type: "words", text, season: null, episode: null }),
  );
  recents = new RecentSearches();
  field = new SearchField(router, search, recents, new Toasts(), { open, commands, title, nameOf });
  stop = field.follow();
  flushSync();
});
afterEach(() => {
  stop();
  open.mockClear();
  title.mockClear();
  commands.mockClear();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("what is typed", () => {
  it("leads to the results, and stays one step in the way back", () => {
    const { depth } = router;
    field.type("s");
    field.type("si");
    expect([router.route, router.depth - depth]).toEqual([{ place: "search", query: "si" }, 1]);
    field.clear();
    expect([field.text, router.route]).toEqual(["", { place: "search", query: "" }]);
  });

  it("asks for the commands when it begins with >, and then is not searched for", () => {
    field.type(">");
    expect([commands.mock.calls.length, field.text, router.route.place]).toEqual([1, "", "home"]);
    field.type("a>b");
    expect([commands.mock.calls.length, field.text]).toEqual([1, "a>b"]);
  });

  it("goes with the address, and stays beside the title it led to", () => {
    router.go({ place: "search", query: "sintel" });
    flushSync();
    expect(field.text).toBe("sintel");
    router.go({ place: "title", kind: "movie", id: "tt1", season: null, episode: null });
    flushSync();
    expect(field.text).toBe("sintel");
    router.go({ place: "settings" });
    flushSync();
    expect(field.text).toBe("");
  });
});

describe("Enter", () => {
  it("searches without waiting", () => {
    search.type("sintel");
    field.enter();
    expect(search.asked).toBe("sintel");
    expect(router.route).toEqual({ place: "search", query: "sintel" });
  });

  it("opens what the text names, once that was read", async () => {
    field.type("a".repeat(40));
    await vi.advanceTimersByTimeAsync(300);
    field.enter();
    expect(open).toHaveBeenCalledExactlyOnceWith(torrent);
    expect(recents.list).toEqual(["a".repeat(40)]);
  });
});

describe("Enter opens the first result", () => {
  const card = (name: string, kind: Kind): TitleCard => ({
    ...{ id: `${kind}/${name}`, kind, name },
    ...{ years: null, rating: null, poster: null, genres: [], imdb: null },
  });
  const opened = () => title.mock.calls.map(([found, spot]) => [(found as TitleCard).id, spot as unknown]);

  it("once it is there, and at once where it is called just so", async () => {
    let late: (titles: TitleCard[]) => void = () => {};
    ask = (_, kind) =>
      kind === "anime"
        ? new Promise((done) => (late = done))
        : Promise.resolve(kind === "movie" ? [card("Sintel II", kind), card("Síntel", kind)] : []);
    field.type("sintel");
    field.enter();
    await vi.advanceTimersByTimeAsync(0);
    flushSync();
    expect(opened(), "without waiting for the others").toEqual([["movie/Síntel", null]]);
    field.type("sinte");
    field.enter();
    await vi.advanceTimersByTimeAsync(0);
    flushSync();
    expect(opened(), "another may still be called so").toHaveLength(1);
    late([]);
    await vi.advanceTimersByTimeAsync(0);
    flushSync();
    expect(opened()[1]).toEqual(["movie/Sintel II", null]);
    expect(recents.list[0]).toBe("sinte");
  });

  it("but not after more was typed, or nothing was found", async () => {
    ask = async (_, kind) => [card("Sintel", kind)];
    field.type("sint");
    field.enter();
    field.type("sintr");
    await vi.advanceTimersByTimeAsync(300);
    flushSync();
    expect(opened()).toEqual([]);
    ask = async () => [];
    field.type("xyz");
    field.enter();
    await vi.advanceTimersByTimeAsync(0);
    flushSync();
    expect([opened(), router.route.place]).toEqual([[], "search"]);
  });
});

describe("a pasted text", () => {
  it("that names one thing goes there at once", async () => {
    vi.spyOn(ipc, "readQuery").mockResolvedValue(torrent);
    expect(field.paste(` magnet:?xt=urn:btih:${"a".repeat(40)} `)).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(open).toHaveBeenCalledExactlyOnceWith(torrent);
  });

  it("that names a title whose kind only the catalogues know opens it once it is found, and is remembered by its name", async () => {
    const found = { id: "tt1727587", kind: "movie" as const, name: "Sintel" };
    const rest = { years: null, rating: null, poster: null, genres: [], imdb: null };
    ask = async (_, kind) => (kind === "movie" ? [{ ...found, ...rest }] : []);
    vi.spyOn(ipc, "readQuery").mockResolvedValue({ type: "words", text: "tt1727587", season: null, episode: null });
    field.paste("https://www.imdb.com/title/tt1727587/");
    await vi.advanceTimersByTimeAsync(0);
    flushSync();
    await vi.advanceTimersByTimeAsync(400);
    flushSync();
    expect(title.mock.calls.map(([card]) => (card as TitleCard).id)).toEqual(["tt1727587"]);
    expect(recents.list[0]).toBe("Sintel");
  });

  it("that cannot be used is shown with the results, which say why", async () => {
    const error = { code: "badInput" as const, message: "No id.", hint: null, about: null };
    vi.spyOn(ipc, "readQuery").mockResolvedValue({ type: "unusable", error });
    field.paste("https://example.org/");
    await vi.advanceTimersByTimeAsync(0);
    expect([open.mock.calls, router.route]).toEqual([[], { place: "search", query: "https://example.org/" }]);
  });

  it("of words is left to the field", () => {
    expect(field.paste("tears of steel")).toBe(false);
  });
});

it("Escape leads back from the results, and from nowhere else", () => {
  expect(field.escape()).toBe(false);
  field.type("s");
  const back = vi.spyOn(router, "back").mockImplementation(() => {});
  expect(field.escape()).toBe(true);
  expect(back).toHaveBeenCalledTimes(1);
});
