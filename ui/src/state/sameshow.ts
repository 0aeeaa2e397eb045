// A show that two catalogues list: as a series, which counts by seasons, and as an anime, which counts through. Pure.
import type { EpisodeCard, TitleCard, TitleDetails } from "../wire";
import type { Group } from "./search.svelte";

export type United = {
  groups: Group[];
  /** The anime entries that are left out, by the id of the series that stands for both. */
  anime: ReadonlyMap<string, TitleCard>;
};

/** Lists a show once, among the series, where exactly one anime is known to be the same. The anime wait for the series, so
 * that no entry goes away again. */
export function united(groups: Group[]): United {
  const series = groups.find((group) => group.kind === "series");
  const anime = groups.find((group) => group.kind === "anime");
  const both = new Map<string, TitleCard>();
  if (!series || !anime?.titles) return { groups, anime: both };
  if (series.loading && series.titles === null) {
    const waiting = { ...anime, titles: null, loading: true };
    return { groups: groups.map((group) => (group === anime ? waiting : group)), anime: both };
  }
  for (const { id } of series.titles ?? []) {
    const same = anime.titles.filter((card) => card.kind === "anime" && card.imdb === id);
    if (same.length === 1 && same[0]) both.set(id, same[0]);
  }
  const gone = new Set([...both.values()].map(({ id }) => id));
  const left = { ...anime, titles: anime.titles.filter(({ id }) => !gone.has(id)) };
  return { groups: groups.map((group) => (group === anime ? left : group)), anime: both };
}

/** The same episode on the show's other page; null where it is not known to be there. */
export function counterpart(
  card: Pick<EpisodeCard, "season" | "episode" | "also">,
  from: Pick<TitleDetails, "kind">,
  to: Pick<TitleDetails, "seasons">,
): { season: number; episode: number } | null {
  const there = to.seasons.flatMap((season) => season.episodes);
  const found =
    from.kind === "anime"
      ? there.find((one) => isAt(card, one.season, one.episode))
      : there.find((one) => isAt(one, card.season, card.episode));
  return found ? { season: found.season, episode: found.episode } : null;
}

/** Whether an anime's episode is that one of the series; where both numbers are the same, the anime's is said alone. */
function isAt({ season, episode, also }: Pick<EpisodeCard, "season" | "episode" | "also">, of: number, number: number) {
  return also === null ? season === of && of === 1 && episode === number : also === `S${of}E${number}`;
}
