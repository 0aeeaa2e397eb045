// Identical releases: one name and one size under several hashes, which stand in the list as one row that unfolds. Pure.
import type { StreamRow } from "../wire";
import { plainNameOf } from "./facts";

/** What stands behind one row. */
export type Copies = {
  /** How many torrents, the row's own among them. */
  count: number;
  /** The others are listed below it. */
  open: boolean;
  /** The sources that had any of them. */
  sources: string[];
};

export type Folded = {
  /** The rows as listed. */
  rows: StreamRow[];
  /** Of the rows that stand for several, by their id. */
  copies: ReadonlyMap<string, Copies>;
  /** The rows that are listed below the one that stands for them, and that one's id. */
  below: ReadonlyMap<string, string>;
};

/** Sizes of the same torrent differ by what a source rounds. */
const rounding = 0.005;

/** The whole torrent's size first: the file's becomes known later, and would move rows then. */
const weight = (row: StreamRow) => row.size ?? row.fileSize;

function sameSize(a: StreamRow, b: StreamRow): boolean {
  const [one, other] = [weight(a), weight(b)];
  return one !== null && other !== null && Math.abs(one - other) <= rounding * Math.max(one, other);
}

/** The rows that are not the only one of their release: by their id, that of the first. */
export type Releases = ReadonlyMap<string, string>;

/** Tells which rows are the same release. */
export function releasesOf(rows: StreamRow[]): Releases {
  const firsts = new Map<string, StreamRow[]>();
  const releases = new Map<string, string>();
  for (const row of rows) {
    if (row.linkOnly) continue;
    const named = firsts.get(plainNameOf(row));
    const first = named?.find((one) => sameSize(one, row));
    if (first) releases.set(first.id, first.id).set(row.id, first.id);
    else if (named) named.push(row);
    else firsts.set(plainNameOf(row), [row]);
  }
  return releases;
}

/** Lists rows that are the same release as one, where the first of them stands. `pick` stands for its release; a release of
 * which a row is in `open` is listed whole. */
export function fold(rows: StreamRow[], releases: Releases, pick: string | null, open: ReadonlySet<string>): Folded {
  const members = new Map<string, StreamRow[]>();
  const places: (StreamRow | StreamRow[])[] = [];
  for (const row of rows) {
    const release = releases.get(row.id);
    const others = release === undefined ? undefined : members.get(release);
    if (release === undefined) places.push(row);
    else if (others) others.push(row);
    else {
      const alone = [row];
      members.set(release, alone);
      places.push(alone);
    }
  }
  if (places.length === rows.length) return { rows, copies: new Map(), below: new Map() };

  const copies = new Map<string, Copies>();
  const below = new Map<string, string>();
  const listed = places.flatMap((release) => {
    if (!Array.isArray(release) || release.length === 1) return release;
    const shown = release.find((row) => row.id === pick) ?? release[0];
    if (!shown) return release;
    const unfolded = release.some((row) => open.has(row.id));
    const sources = [...new Set(release.flatMap((row) => row.sources))];
    copies.set(shown.id, { count: release.length, open: unfolded, sources });
    if (!unfolded) return [shown];
    const others = release.filter((row) => row !== shown);
    for (const row of others) below.set(row.id, shown.id);
    return [shown, ...others];
  });
  return { rows: listed, copies, below };
}
