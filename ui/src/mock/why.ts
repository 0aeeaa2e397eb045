// The files of an invented torrent, ranked; and the numbers an episode is asked by.
import type { FileRank, Mark, Numbering, StreamsRequest, WhyFile } from "../wire";
import { episodeMedia, lineOf } from "./media";
import { sources } from "./rows";
import { found } from "./search";
import { state } from "./state";
import { details } from "./titles";
import { fail, say, wait } from "./tools";

const corrections = new Map<string, string>();

function mark(path: string, pattern: RegExp, kind: string): Mark[] {
  const match = pattern.exec(path);
  return match ? [{ start: match.index, end: match.index + match[0].length, kind }] : [];
}

function files(release: string, episodes: number, wanted: number, first = 1): FileRank[] {
  const stem = release.split(/\.S\d|\.2010/)[0] ?? release;
  const pad = (figure: number) => String(figure).padStart(episodes > 99 ? 4 : 2, "0");
  const all = Array.from({ length: episodes }, (_, at): FileRank => {
    const episode = at + first;
    const long = episodes > 99;
    const path = long
      ? `${stem}/${stem} - ${pad(episode)} (1080p).mkv`
      : `${stem}.S01/${stem}.S01E${pad(episode)}.1080p.WEB-DL.DDP5.1.H.264-NTb.mkv`;
    const right = episode === wanted;
    const parts = [
      right
        ? { reason: say(long ? "absolute" : "exactEpisode", long ? "running number" : "exact episode"), points: 1000 }
        : { reason: say("episode", "another episode"), points: 0 },
      { reason: say("title", "title"), points: 50 },
      { reason: say("size", "size"), points: 0.3 },
    ];
    return {
      path,
      size: 1.3e9 + ((at * 7919) % 400) * 1e6,
      score: right ? 1050.3 : 50.3,
      parts,
      marks: long
        ? mark(path, /\d{4}(?= \()/, "absolute")
        : [...mark(path, /S01(?=E)/, "season"), ...mark(path, /E\d\d(?=\.1080)/, "episode")],
      picked: right,
      refused: right ? null : say("nothingFits", "nothing speaks for it"),
      media: right && !long ? episodeMedia : null,
      line: right && !long ? lineOf(4.1e6) : null,
    };
  });
  const out = (name: string, code: string, text: string, size: number, kind: string): FileRank => ({
    path: `${stem}/${name}`,
    size,
    score: -1500,
    parts: [{ reason: say(code, text), points: -1500 }],
    marks: mark(`${stem}/${name}`, /Extras|Sample|NCOP1/, kind),
    picked: false,
    refused: say(code, text),
    media: null,
    line: null,
  });
  return [
    ...all.sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1)),
    out("Extras/Making of.mkv", "extra", "an extra, not the episode", 4e8, "extra"),
    out("Sample/sample.mkv", "sample", "a sample", 4e7, "extra"),
    out("cover.jpg", "notVideo", "not a video", 2e5, "extra"),
  ];
}

async function why(id: string): Promise<WhyFile> {
  await wait(250);
  const row = found.get(id);
  if (!row) throw fail("notFound", "That row is not part of this search.");
  if (state === "whyfail")
    throw fail("timeout", "Real-Debrid did not list the files in time.", "Try again.", "Real-Debrid");
  if (state === "nofiles") return { release: row.release, files: [], confidence: 0, scheme: null, corrected: false };
  const long = new URLSearchParams(location.search).has("long") || /Tideway/.test(row.release);
  const wanted = long ? 500 : 4;
  const ranked =
    row.scope === "pack" || long ? files(row.release, long ? 1100 : 10, wanted) : files(row.release, 1, 4, 4);
  const corrected = corrections.get(id);
  for (const file of ranked) {
    if (corrected !== undefined) file.picked = file.path === corrected;
    if (file.path === corrected) {
      file.parts = [{ reason: say("remembered", "you chose it before"), points: 4000 }, ...file.parts];
      file.score += 4000;
    }
  }
  return {
    release: row.release,
    files: ranked.sort((a, b) => b.score - a.score),
    confidence: corrected !== undefined ? 1 : row.scope === "pack" ? 0.96 : 0.82,
    scheme: long
      ? say("schemeSeasonless", "Numbered through, without seasons")
      : say("schemePerSeason", "Numbered within each season"),
    corrected: corrected !== undefined,
  };
}

export const whyCommands = {
  why_file: ({ id }: { id: string }) => why(id),
  correct_file: ({ id, path }: { id: string; path: string | null }) => {
    if (path === null) corrections.delete(id);
    else corrections.set(id, path);
    return why(id);
  },
};

export function numbering({ id, season, episode, numbering: change }: StreamsRequest): Numbering {
  const title = details(id);
  const anime = id.startsWith("kitsu:");
  const long = anime && (episode ?? 0) > 60;
  const numbers = change ?? {
    season: long ? Math.ceil((episode ?? 1) / 52) : season,
    episode: long ? (((episode ?? 1) - 1) % 52) + 1 : episode,
    absolute: anime ? episode : season !== null && season > 1 && episode !== null ? (season - 1) * 10 + episode : null,
    kitsuEpisode: anime ? episode : null,
  };
  const imdb = numbers.episode === null ? [] : [`tt9200001:${numbers.season ?? 1}:${numbers.episode}`];
  const kitsu = numbers.kitsuEpisode === null ? [] : [`${id}:${numbers.kitsuEpisode}`];
  const name = title?.name ?? "Sintel";
  return {
    ids: anime ? [`Kitsu ${id.slice(6)}`, "IMDb tt9200001", "AniDB 70001"] : [`IMDb ${id}`],
    titles: [name],
    numbers,
    asked: sources.map(([source, label]) => ({
      source,
      label,
      with:
        source === "nyaa" || source === "animetosho"
          ? numbers.absolute === null
            ? []
            : [`“${name} ${numbers.absolute}”`, ...(numbers.season ? [`“${name} S${numbers.season}”`] : [])]
          : anime && (source === "torrentio" || source === "mediafusion")
            ? [...kitsu, ...imdb]
            : imdb,
    })),
  };
}
