// Names of kept files in the mock: fields filled from two invented works.
import type { DownloadSettings, NamingExample, NamingExamples, NamingPreset } from "../wire";
import { fail } from "./tools";

export const namingPresets: NamingPreset[] = [
  {
    id: "usual",
    films: "{title} ({year})/{title} ({year}) {imdb} [{resolution}]",
    episodes: "{title} ({year})/Season {season}/{title} - S{season}E{episode} - {episode_title} [{resolution}]",
  },
  {
    id: "plex",
    films: "{title} ({year}) {imdb}/{title} ({year}) {imdb}",
    episodes: "{title} ({year}) {imdb}/Season {season}/{title} ({year}) - s{season}e{episode} - {episode_title}",
  },
  {
    id: "jellyfin",
    films: "{title} ({year}) {imdbid}/{title} ({year}) {imdbid} - [{resolution}]",
    episodes: "{title} ({year}) {imdbid}/Season {season}/{title} S{season}E{episode} {episode_title}",
  },
  {
    id: "kodi",
    films: "{title} ({year})/{title} ({year})",
    episodes: "{title} ({year})/Season {season}/{title} S{season}E{episode}",
  },
];

const film = {
  title: "Sintel",
  year: "2010",
  imdb: "{imdb-tt1727587}",
  imdbid: "[imdbid-tt1727587]",
  resolution: "1080p",
};
const show = { title: "Pioneer One", year: "2010", imdb: "{imdb-tt1748166}", imdbid: "[imdbid-tt1748166]" };
const episode = { ...show, season: "01", episode: "02", episode_title: "The Man from Mars", resolution: "720p" };
const anime = { title: "Tideway Chronicle", year: "1999", season: "20", episode: "14", absolute: "892" };

function named(template: string, values: Record<string, string>): NamingExample {
  const unknown = [...template.matchAll(/\{(\w+)\}/g)].find(
    ([, name]) => !(name! in { ...episode, ...anime, file: "" }),
  );
  if (unknown) return { path: null, error: fail("badInput", `There is no field ${unknown[0]}`) };
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
  return {
    path: `${filled
      .replaceAll(/ - (?=\[|$)|\[\]/g, " ")
      .replaceAll(/ +/g, " ")
      .replace(/[ -]+$/, "")}.mkv`,
    error: null,
  };
}

export function namingExamples(settings: DownloadSettings): NamingExamples {
  const [usual] = namingPresets;
  const films = settings.films ?? usual!.films;
  const episodes = settings.episodes ?? usual!.episodes;
  return {
    film: named(films, film),
    episode: named(episodes, episode),
    anime: named(settings.animeAbsolute ? "{title} ({year})/{title} - {absolute}" : episodes, anime),
  };
}
