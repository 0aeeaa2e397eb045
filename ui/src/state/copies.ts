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

/** Lists rows that are the same release as one, where the first of them stands. `pick` stands for its release; a release of
 * which a row is in `open` is listed whole. */
export function fold(rows: StreamRow[], pick: string | null, open: ReadonlySet<string>): Folded {
  const byName = new Map<string, StreamRow[][]>();
  const releases: StreamRow[][] = [];
  for (const row of rows) {
    const named = byName.get(plainNameOf(row));
    const release = row.linkOnly ? undefined : named?.find(([first]) => first && sameSize(first, row));
    if (release) {
      release.push(row);
      continue;
    }
    const made = [row];
    releases.push(made);
    if (row.linkOnly) continue;
    if (named) named.push(made);
    else byName.set(plainNameOf(row), [made]);
  }
  if (releases.length === rows.length) return { rows, copies: new Map(), below: new Map() };

  const copies = new Map<string, Copies>();
  const below = new Map<string, string>();
  const listed = releases.flatMap((release) => {
    const shown = release.find((row) => row.id === pick) ?? release[0];
    if (!shown || release.length === 1) return release;
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
