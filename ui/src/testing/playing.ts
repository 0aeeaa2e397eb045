// An episode that plays, for tests.
import { nothing } from "../state/nothingplaying";
import type { NowPlaying } from "../wire";

export const item = {
  id: "tt1",
  kind: "series" as const,
  name: "Tide Lines",
  season: 2,
  episode: 5,
  poster: null,
  row: "a".repeat(40),
  release: null,
};

export const plays: NowPlaying = {
  ...nothing,
  stage: "playing",
  item,
  player: { id: "mpv", label: "mpv", leftOut: [] },
};
