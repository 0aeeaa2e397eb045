// A path cut at its marks, folder and name apart. Pure; offsets are UTF-16 units, as strings here count.
import type { Mark } from "../wire";

export type Piece = { text: string; kind: string | null };

export function marked(path: string, marks: Mark[]): { folder: Piece[]; name: Piece[] } {
  const split = path.lastIndexOf("/") + 1;
  return { folder: pieces(path, marks, 0, split), name: pieces(path, marks, split, path.length) };
}

function pieces(path: string, marks: Mark[], from: number, to: number): Piece[] {
  const found: Piece[] = [];
  let at = from;
  for (const { start, end, kind } of [...marks].sort((a, b) => a.start - b.start)) {
    // Marks that overlap, or reach over an edge, are cut; the text itself is never said twice or lost.
    const first = Math.max(start, at);
    const last = Math.min(end, to);
    if (first >= last) continue;
    if (first > at) found.push({ text: path.slice(at, first), kind: null });
    found.push({ text: path.slice(first, last), kind });
    at = last;
  }
  if (at < to) found.push({ text: path.slice(at, to), kind: null });
  return found;
}
