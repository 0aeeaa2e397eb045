import { expect, it } from "vitest";
import { readRoute, writeRoute, type Route } from "./router.svelte";

it.each<Route>([
  { place: "home" },
  { place: "library" },
  { place: "library", tab: "cloud" },
  { place: "torrent", id: "a".repeat(40), name: "Sintel 2010 & more?" },
  { place: "torrent", id: "b".repeat(40), name: null },
  { place: "search", query: "tears of steel & more?" },
  { place: "title", kind: "anime", id: "kitsu:12", season: 1, episode: 1000 },
  { place: "title", kind: "movie", id: "tt1727587", season: null, episode: null },
  { place: "title", kind: "series", id: "tt1", season: 0, episode: 3 },
  { place: "browse", kind: "anime", listing: "kitsu-anime-rating", of: "Slice of Life" },
  { place: "browse", kind: "movie", listing: "year", of: "1994" },
  { place: "browse", kind: "series", listing: "top", of: null },
])("$place goes to an address and back", (route) => {
  expect(readRoute(writeRoute(route))).toEqual(route);
});

it.each([
  "",
  "#/torrent",
  "#/",
  "#/nowhere",
  "#/title/play/tt1",
  "#/title/movie",
  "#/browse/play/top",
  "#/browse/movie",
])("%s leads home", (hash) => {
  expect(readRoute(hash)).toEqual({ place: "home" });
});
