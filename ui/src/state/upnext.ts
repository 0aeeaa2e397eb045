// The episode of a series to go on with. Pure.
import type { ContinueItem, TitleDetails } from "../wire";

export type UpNext = { season: number; episode: number; begun: boolean };

/** What Home offers of it, else the first episode that is out and not watched. Null when all were, and for a series without a
 * list. */
export function upNext(title: TitleDetails, underWay: ContinueItem[] | null): UpNext | null {
  const item = underWay?.find((one) => one.title.id === title.id);
  if (item?.season != null && item.episode !== null) return { season: item.season, episode: item.episode, begun: true };
  const episodes = title.seasons.filter((season) => season.number > 0).flatMap((season) => season.episodes);
  const next = episodes.find((card) => card.out && !card.watched);
  return next ? { season: next.season, episode: next.episode, begun: episodes.some((card) => card.watched) } : null;
}
