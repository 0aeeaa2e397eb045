// The files of a torrent as they are listed: the one that plays first, then by their numbers, without the folder all share.
// Pure.
import type { FileRank } from "../wire";

export type FileNumbers = { season: number | null; episode: number };

/** The numbers a file's name was read to have; null where it names no episode. */
export function numbersOf({ path, marks }: Pick<FileRank, "path" | "marks">): FileNumbers | null {
  const figure = (...kinds: string[]) => {
    // The last one is the file's own: a folder may name others.
    const mark = marks.findLast(({ kind }) => kinds.includes(kind));
    const digits = mark && /\d{1,5}/.exec(path.slice(mark.start, mark.end))?.[0];
    return digits === undefined ? null : Number(digits);
  };
  const episode = figure("episode", "absolute");
  return episode === null ? null : { season: figure("season"), episode };
}

/** Nothing is wrong with such a file: it is of another episode, or of none. */
const plain = ["nothingFits", "wrongSeason", "otherPart", "unprovenSeason", "special"];

/** The numbers of a file that is out of the question only because it is another episode. */
export function otherEpisode(file: FileRank): FileNumbers | null {
  return file.refused !== null && plain.includes(file.refused.code) ? numbersOf(file) : null;
}

/** Whether a player could show it at all. */
export const playable = ({ refused }: FileRank) => !["notVideo", "noLink"].includes(refused?.code ?? "");

/** The pick, then the episodes by their numbers, then the others as they were ranked. */
export function inEpisodeOrder(files: FileRank[]): FileRank[] {
  const keyed = files.map((file, at) => {
    const numbers = numbersOf(file);
    const fit = file.refused === null || otherEpisode(file) !== null;
    return { file, at, rank: file.picked ? 0 : numbers && fit ? 1 : 2, numbers };
  });
  keyed.sort((a, b) => {
    if (a.rank !== b.rank || a.rank !== 1) return a.rank - b.rank || a.at - b.at;
    const [one, other] = [a.numbers, b.numbers];
    const season = (one?.season ?? 0) - (other?.season ?? 0);
    return season || (one?.episode ?? 0) - (other?.episode ?? 0) || a.at - b.at;
  });
  return keyed.map(({ file }) => file);
}

/** The folder that all files share that could be meant; empty where there is none. Extras may lie elsewhere. */
export function sharedFolder(files: FileRank[]): string {
  const meant = files.filter((file) => file.refused === null || otherEpisode(file) !== null);
  const first = meant[0]?.path;
  if (first === undefined || meant.length < 2) return "";
  let length = first.lastIndexOf("/") + 1;
  for (const { path } of meant)
    while (length > 0 && !path.startsWith(first.slice(0, length))) length = first.lastIndexOf("/", length - 2) + 1;
  return first.slice(0, length);
}

/** A file's path and marks without that folder, where it lies there. */
export function without(
  { path, marks }: Pick<FileRank, "path" | "marks">,
  folder: string,
): Pick<FileRank, "path" | "marks"> {
  if (folder === "" || !path.startsWith(folder)) return { path, marks };
  const kept = marks
    .filter(({ end }) => end > folder.length)
    .map((mark) => ({
      ...mark,
      start: Math.max(0, mark.start - folder.length),
      end: mark.end - folder.length,
    }));
  return { path: path.slice(folder.length), marks: kept };
}
