// What a route asks to be searched for, once its title is known. Pure.
import type { EpisodeCard, Kind, Query, TitleDetails } from "../wire";
import type { Route } from "./router.svelte";

/** What rows are searched for. */
export type TitleTarget = { type: "title"; kind: Kind; id: string; season: number | null; episode: number | null };
export type Target = TitleTarget | { type: "torrent"; text: string };

export type Wanted =
  | { type: "nothing" }
  /** The episode is not out yet: it is searched for once the person insists. */
  | { type: "early"; target: TitleTarget }
  | { type: "search"; target: Target };

const nothing: Wanted = { type: "nothing" };

export const isFilm = (title: TitleDetails) => title.seasons.length === 0 && !title.episodesUnknown;

export function episodeOf(title: TitleDetails, season: number | null, episode: number | null): EpisodeCard | null {
  for (const { episodes } of title.seasons) {
    const found = episodes.find((one) => one.season === season && one.episode === episode);
    if (found) return found;
  }
  return null;
}

export const sameTarget = (a: Target | null, b: Target | null) => JSON.stringify(a) === JSON.stringify(b);

/** `title` is that of the route, null until it is known; `insisted` is searched for although it is not out. */
export function wantedBy(route: Route, title: TitleDetails | null, insisted: TitleTarget | null): Wanted {
  if (route.place === "torrent") return { type: "search", target: { type: "torrent", text: route.id } };
  if (route.place !== "title" || !title) return nothing;
  const { kind, id, season, episode } = route;
  if (episode === null && !isFilm(title)) return nothing;
  const target: TitleTarget = { type: "title", kind, id, season, episode };
  const card = episodeOf(title, season, episode);
  const early = card !== null && !card.out && !sameTarget(target, insisted);
  return early ? { type: "early", target } : { type: "search", target };
}

/** The title that a text names. */
export const pickOf = ({ kind, id, season, episode }: Extract<Query, { type: "title" }>) => ({
  kind,
  id,
  season,
  episode,
});
