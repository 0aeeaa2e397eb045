import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Kind, Query, TitleCard } from "../wire";
import { TitleSearch } from "./search.svelte";

const plain = async (text: string): Promise<Query> => ({ type: "words", text, season: null, episode: null });

const card = (id: string, kind: Kind): TitleCard => ({
  id,
  kind,
  name: id,
  years: null,
  rating: null,
  poster: null,
  genres: [],
  imdb: null,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("asks the three kinds once, after the typing pauses", async () => {
  const ask = vi.fn(async (query: string, kind: Kind) => [card(`${query}-${kind}`, kind)]);
  const search = new TitleSearch(ask, plain);
  for (const query of ["s", "si", "sin"]) {
    search.type(query);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(ask, "nothing while keys still come").not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(250);
  expect(ask.mock.calls).toEqual([
    ["sin", "movie"],
    ["sin", "series"],
    ["sin", "anime"],
  ]);
  expect(search.groups.map((group) => group.titles?.[0]?.id)).toEqual(["sin-movie", "sin-series", "sin-anime"]);
});

it("drops answers to older words", async () => {
  const slow = (query: string, kind: Kind) =>
    new Promise<TitleCard[]>((done) => setTimeout(() => done([card(query, kind)]), query === "old" ? 900 : 50));
  const search = new TitleSearch(slow, plain);
  search.type("old");
  await vi.advanceTimersByTimeAsync(300);
  search.type("new");
  await vi.advanceTimersByTimeAsync(2000);
  expect(search.groups.map((group) => group.titles?.[0]?.id)).toEqual(["new", "new", "new"]);
});

it("keeps the other kinds when one fails, and asks only that one again", async () => {
  let broken = true;
  const ask = vi.fn(async (query: string, kind: Kind) => {
    if (kind === "anime" && broken) throw { code: "timeout", message: "Late.", hint: null };
    return [card(query, kind)];
  });
  const search = new TitleSearch(ask, plain);
  search.type("moon");
  await vi.advanceTimersByTimeAsync(300);
  expect(search.groups.map((group) => group.error?.code)).toEqual([undefined, undefined, "timeout"]);
  broken = false;
  search.retry("anime");
  await vi.advanceTimersByTimeAsync(10);
  expect(ask).toHaveBeenCalledTimes(4);
  expect(search.groups[2]).toMatchObject({ error: null, loading: false });
});

it("asks nothing for blank words and forgets what was shown", async () => {
  const ask = vi.fn(async () => [card("a", "movie")]);
  const search = new TitleSearch(ask, plain);
  search.type("a");
  await vi.advanceTimersByTimeAsync(300);
  search.type("  ");
  await vi.advanceTimersByTimeAsync(300);
  expect(ask).toHaveBeenCalledTimes(3);
  expect(search.groups.every((group) => group.titles === null && !group.loading)).toBe(true);
});

it("does not wait when Enter is pressed", async () => {
  const ask = vi.fn(async () => []);
  const search = new TitleSearch(ask, plain);
  search.type("a");
  search.now();
  await vi.advanceTimersByTimeAsync(0);
  expect(ask).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(400);
  expect(ask, "the pause does not ask once more").toHaveBeenCalledTimes(3);
});

it("searches for the words and keeps the episode they name", async () => {
  const ask = vi.fn(async () => []);
  const search = new TitleSearch(ask, async () => ({ type: "words", text: "harbour", season: 2, episode: 5 }));
  search.type("harbour s2e5");
  await vi.advanceTimersByTimeAsync(300);
  expect(ask).toHaveBeenCalledWith("harbour", "series");
  expect(search.spot).toEqual({ season: 2, episode: 5 });
});

it.each([
  ["an id", { type: "title", kind: "movie", id: "tt1", season: null, episode: null }],
  ["a hash", { type: "torrent", id: "a".repeat(40), name: null }],
  ["something unusable", { type: "unusable", error: { code: "badInput", message: "No.", hint: null, about: null } }],
] as [string, Query][])("asks no catalogue for %s", async (_, meaning) => {
  const ask = vi.fn(async () => []);
  const search = new TitleSearch(ask, async () => meaning);
  search.type("pasted");
  await vi.advanceTimersByTimeAsync(300);
  expect(ask).not.toHaveBeenCalled();
  expect(search.meaning).toEqual(meaning);
  expect(search.groups.some((group) => group.loading)).toBe(false);
});
