// One show on two pages: when search lists it once, and which episode is the same one.
import { describe, expect, it } from "vitest";
import type { Kind, TitleCard } from "../wire";
import type { Group } from "./search.svelte";
import { counterpart, united } from "./sameshow";

const card = (id: string, kind: Kind, imdb: string | null): TitleCard => ({
  ...{ id, kind, imdb, name: id, years: null, rating: null, poster: null, genres: [] },
});
const group = (kind: Kind, titles: TitleCard[] | null, loading = false): Group => ({
  ...{ kind, titles, loading, error: null },
});
const series = [card("tt1", "series", "tt1"), card("tt2", "series", "tt2"), card("tt3", "series", "tt3")];
const anime = [
  card("kitsu:1", "anime", "tt1"),
  card("kitsu:21", "anime", "tt2"),
  card("kitsu:22", "anime", "tt2"),
  card("kitsu:3", "movie", "tt3"),
  card("kitsu:4", "anime", null),
];

const listed = ({ groups }: { groups: Group[] }) =>
  groups.map(({ titles, loading }) => (loading ? "…" : (titles ?? []).map(({ id }) => id).join(" ")));

describe("search", () => {
  it("lists a show once where one anime is the same, not where several or a film are", () => {
    const found = united([group("movie", []), group("series", series), group("anime", anime)]);
    expect(listed(found)).toEqual(["", "tt1 tt2 tt3", "kitsu:21 kitsu:22 kitsu:3 kitsu:4"]);
    expect([...found.anime].map(([id, { id: other }]) => [id, other])).toEqual([["tt1", "kitsu:1"]]);
  });

  it("keeps the anime back until the series are known, and shows them when those failed", () => {
    expect(listed(united([group("series", null, true), group("anime", anime)]))).toEqual(["…", "…"]);
    expect(listed(united([group("series", null), group("anime", anime)]))[1]).toContain("kitsu:1 ");
  });
});

describe("the same episode", () => {
  const one = (season: number, episode: number, also: string | null) => ({
    ...{ season, episode, also, name: null, aired: null, out: true, overview: null, still: null, watched: false },
    progress: null,
  });
  const bySeason = {
    kind: "series" as const,
    seasons: [{ number: 2, episodes: [one(1, 3, null), one(2, 4, "episode 16")] }],
  };
  const running = { kind: "anime" as const, seasons: [{ number: 1, episodes: [one(1, 3, null), one(1, 17, "S2E4")] }] };

  it("is found by what the anime's entry says, both ways", () => {
    expect(counterpart(one(2, 4, "episode 16"), bySeason, running)).toEqual({ season: 1, episode: 17 });
    expect(counterpart(one(1, 17, "S2E4"), running, bySeason)).toEqual({ season: 2, episode: 4 });
    expect(counterpart(one(1, 3, null), bySeason, running)).toEqual({ season: 1, episode: 3 });
    expect(counterpart(one(1, 3, null), running, bySeason)).toEqual({ season: 1, episode: 3 });
  });

  it("is none where the other page does not list it", () => {
    expect(counterpart(one(2, 3, "episode 15"), bySeason, running)).toBeNull();
    expect(counterpart(one(1, 16, null), running, bySeason)).toBeNull();
    expect(counterpart(one(2, 3, null), bySeason, running)).toBeNull();
  });
});
