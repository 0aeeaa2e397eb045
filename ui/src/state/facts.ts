// What is derived from a row and cached: its quality tier and height, the text the filter field searches, and its plain name.
import type { StreamRow } from "../wire";

export type Tier = "4k-hdr" | "4k" | "1080p" | "720p" | "sd" | "unmarked";
export const tiers: Tier[] = ["4k-hdr", "4k", "1080p", "720p", "sd", "unmarked"];

export type Facts = { tier: Tier; height: number };

const known = new WeakMap<StreamRow, Facts>();
const searchTexts = new WeakMap<StreamRow, string>();
const plainNames = new WeakMap<StreamRow, string>();

export function factsOf(row: StreamRow): Facts {
  const held = known.get(row);
  if (held) return held;
  const made = { tier: tierOf(row), height: heightOf(row.resolution) };
  known.set(row, made);
  return made;
}

/** What the filter field's words are looked for in; made when they first are. */
export function searchTextOf(row: StreamRow): string {
  const held = searchTexts.get(row);
  if (held !== undefined) return held;
  const made = [row.release, row.group, row.tracker, ...row.languages, ...row.sources].join(" ").toLowerCase();
  searchTexts.set(row, made);
  return made;
}

/** The release name however its words are separated: by dots, spaces or underscores, with a video's ending or without. */
export function plainNameOf(row: StreamRow): string {
  const held = plainNames.get(row);
  if (held !== undefined) return held;
  const made = row.release
    .replace(/\.(?:mkv|mp4|avi)$/i, "")
    .replace(/[\s._]+/g, ".")
    .toLowerCase();
  plainNames.set(row, made);
  return made;
}

/** Hands the cached facts of a row to its changed copy, unless its name or its sources changed. */
export function keepFacts(from: StreamRow | undefined, to: StreamRow): StreamRow {
  if (!from || from.release !== to.release || from.sources.length !== to.sources.length) return to;
  const facts = known.get(from);
  const hay = searchTexts.get(from);
  const name = plainNames.get(from);
  if (facts) known.set(to, facts);
  if (hay !== undefined) searchTexts.set(to, hay);
  if (name !== undefined) plainNames.set(to, name);
  return to;
}

export function sizeOf(row: StreamRow): number | null {
  return row.fileSize ?? row.size;
}

/** Lines of the picture; 0 where the name does not say. */
export function heightOf(resolution: string | null): number {
  const lines = /(\d{3,4})[pi]/i.exec(resolution ?? "")?.[1];
  if (lines !== undefined) return Number(lines);
  return /4k|uhd/i.test(resolution ?? "") ? 2160 : 0;
}

export function tierOf(row: StreamRow): Tier {
  const height = heightOf(row.resolution);
  if (height === 0) return "unmarked";
  if (height >= 2000) return row.hdr.some((name) => !/^sdr$/i.test(name)) ? "4k-hdr" : "4k";
  return height >= 1000 ? "1080p" : height >= 700 ? "720p" : "sd";
}
