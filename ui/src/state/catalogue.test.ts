// What is looked through: page after page, each title once, until nothing new comes.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import type { TitleCard } from "../wire";
import { Catalogue } from "./catalogue.svelte";
import { magnetOf, recentName, RecentSearches, titleName } from "./recentsearches.svelte";

const card = (id: string): TitleCard => ({
  ...{ id, kind: "movie" as const, name: id, years: null, rating: null, poster: null, genres: [], imdb: id },
});
const ids = (titles: TitleCard[]) => titles.map(({ id }) => id).join(" ");

afterEach(() => void vi.restoreAllMocks());

describe("a listing", () => {
  it("grows by what is new of each page and ends with a page that brings nothing", async () => {
    const browse = vi.spyOn(ipc, "browse");
    for (const page of ["a b", "b c", "c"]) browse.mockResolvedValueOnce(page.split(" ").map(card));
    const list = new Catalogue().list("movie", "year", "1994");
    await Promise.all([list.more(), list.more()]);
    await list.more();
    expect([ids(list.titles), list.complete]).toEqual(["a b c", false]);
    await list.more();
    await list.more();
    expect([ids(list.titles), list.complete]).toEqual(["a b c", true]);
    const of = { kind: "movie", listing: "year", of: "1994" };
    expect(browse.mock.calls.map(([request]) => request)).toEqual([
      { ...of, skip: 0 },
      { ...of, skip: 2 },
      { ...of, skip: 3 },
    ]);
  });

  it("keeps what is there when a page fails, and can be asked again", async () => {
    const error = { code: "unreachable" as const, message: "no", hint: null, about: null };
    const browse = vi
      .spyOn(ipc, "browse")
      .mockResolvedValueOnce([card("a")])
      .mockRejectedValueOnce(error);
    const list = new Catalogue().list("movie", "top", null);
    await list.more();
    await list.more();
    expect([ids(list.titles), list.error, list.loading]).toEqual(["a", error, false]);
    browse.mockResolvedValueOnce([card("b")]);
    await list.more();
    expect([ids(list.titles), list.error]).toEqual(["a b", null]);
  });

  it("is held for the way back, each on its own", () => {
    const catalogue = new Catalogue();
    expect(catalogue.list("movie", "top", null)).toBe(catalogue.list("movie", "top", null));
    expect(catalogue.list("movie", "top", null)).not.toBe(catalogue.list("movie", "top", "Drama"));
  });
});

describe("what is remembered of a search", () => {
  const hash = "ab".repeat(20);
  beforeEach(() => {
    vi.spyOn(ipc, "searches").mockResolvedValue([]);
    vi.spyOn(ipc, "keepSearches").mockResolvedValue();
  });

  it.each([
    ["sintel", "sintel"],
    [hash, null],
    ["a".repeat(32), null],
    [magnetOf(hash, "Sintel 2010 & more"), "Sintel 2010 & more"],
    [`magnet:?xt=urn:btih:${hash}`, null],
  ])("%s is shown as %s", (text, shown) => {
    expect(recentName(text)).toBe(shown);
  });

  it("is the title an id led to, with the episode", async () => {
    vi.spyOn(ipc, "titleDetails").mockResolvedValue({ name: "Harbour" } as never);
    const of = { type: "title" as const, kind: "series" as const, id: "tt1" };
    expect(await titleName({ ...of, season: null, episode: null })).toBe("Harbour");
    expect(await titleName({ ...of, season: 2, episode: 5 })).toBe("Harbour s2e5");
    expect(await titleName({ type: "torrent", id: hash, name: null })).toBeNull();
  });

  it("takes another name where it stands, once", async () => {
    const recents = new RecentSearches();
    await recents.load();
    for (const text of ["Sintel", hash, "tt1"]) recents.add(text);
    recents.rename("tt1", "sintel");
    recents.rename(hash, magnetOf(hash, "Meadow"));
    recents.rename("nothing", "there");
    expect(recents.list.map(recentName)).toEqual(["sintel", "Meadow"]);
  });
});
