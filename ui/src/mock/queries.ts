// What a text in the search field means to the mock.
import type { Kind, Query } from "../wire";
import { cards } from "./titles";
import { fail } from "./tools";

const kindOf = (id: string): Kind => cards.find((card) => card.id === id)?.kind ?? "movie";

export function readQuery(text: string): Query {
  const words = text.trim();
  const magnet = /^magnet:\?/i.test(words);
  const hash = /\b([0-9a-f]{40}|[a-z2-7]{32})\b/i.exec(words)?.[1];
  if (magnet && !hash)
    return { type: "unusable", error: fail("badInput", "This magnet has no hash a debrid service understands.") };
  if (hash && (magnet || hash === words)) {
    const name = /[?&]dn=([^&]+)/.exec(words)?.[1];
    return {
      type: "torrent",
      id: hash.toLowerCase(),
      name: name ? decodeURIComponent(name.replaceAll("+", " ")) : null,
    };
  }
  const id = /\b(tt\d{6,9}|kitsu:\d+)(?::(\d+):(\d+))?/.exec(words);
  if (id?.[1] && (id[0] === words || /^(https?|stremio):/.test(words))) {
    const [season, episode] = [id[2], id[3]].map((part) => (part ? Number(part) : null));
    return { type: "title", kind: kindOf(id[1]), id: id[1], season: season ?? null, episode: episode ?? null };
  }
  if (/^(https?|ftp):\/\//.test(words))
    return {
      type: "unusable",
      error: fail(
        "badInput",
        "This link leads to nothing the app knows.",
        "Links of IMDb, Kitsu, AniDB and MyAnimeList work.",
      ),
    };
  const spot = /^(.+?)\s+s(\d{1,2})\s?e(\d{1,4})$/i.exec(words);
  if (spot) return { type: "words", text: spot[1] ?? "", season: Number(spot[2]), episode: Number(spot[3]) };
  return { type: "words", text: words, season: null, episode: null };
}
