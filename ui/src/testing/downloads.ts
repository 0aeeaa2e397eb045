// A download for tests: an episode of a show that waits for its turn.
import type { DownloadItem } from "../wire";

export const download = (rest: Partial<DownloadItem>): DownloadItem => ({
  downloadId: 1,
  title: { id: "tt1", kind: "series", name: "Tide", years: null, rating: null, poster: null, genres: [], imdb: null },
  season: 1,
  episode: 1,
  row: null,
  release: null,
  path: null,
  state: "waiting",
  bytes: 0,
  length: null,
  speed: null,
  secondsLeft: null,
  error: null,
  ...rest,
});
