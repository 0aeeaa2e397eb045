// The last searches, newest first, kept in the library.
import { ipc } from "../ipc";
import type { Query } from "../wire";

const most = 8;

/** The magnet of a torrent with its name: what is remembered of a hash. */
export const magnetOf = (hash: string, name: string) => `magnet:?xt=urn:btih:${hash}&dn=${encodeURIComponent(name)}`;

/** The name of the title that a text led to, with the episode. */
export async function titleName(query: Query): Promise<string | null> {
  if (query.type !== "title") return null;
  const { name } = await ipc.titleDetails(query.kind, query.id);
  return query.episode === null ? name : `${name} s${query.season ?? 1}e${query.episode}`;
}

/** A remembered search as it is shown; null for a torrent whose name is not known. */
export function recentName(text: string): string | null {
  if (/^magnet:/i.test(text)) return new URLSearchParams(text.slice(text.indexOf("?") + 1)).get("dn");
  return /^([0-9a-f]{40}|[a-z2-7]{32})$/i.test(text) ? null : text;
}

type Change = (list: string[]) => string[];

export class RecentSearches {
  list = $state.raw<string[]>([]);
  /** Changes made before the kept list was read. Nothing is stored until it was: that would overwrite it unseen. */
  private early: Change[] | null = [];
  private reading = false;

  /** Reads the kept list once, and makes the changes that came before it. */
  async load() {
    if (this.early === null || this.reading) return;
    this.reading = true;
    try {
      const kept = await ipc.searches();
      const { early } = this;
      this.early = null;
      this.list = early.reduce((list, change) => change(list), kept.slice(0, most));
      if (early.length > 0) this.store();
    } catch {
      // A library that cannot be read says so elsewhere; here it costs only the memory of searches.
    } finally {
      this.reading = false;
    }
  }

  /** What led somewhere: the newest first, each once. */
  add(query: string) {
    const words = query.trim();
    if (words === "") return;
    const other = (one: string) => one.toLowerCase() !== words.toLowerCase();
    this.change((list) => [words, ...list.filter(other)].slice(0, most));
  }

  /** Remembers it by another text: `tt1727587` as `Sintel`. */
  rename(from: string, to: string) {
    const [before, after] = [from.trim(), to.trim()];
    const others = (one: string) => one === before || one.toLowerCase() !== after.toLowerCase();
    if (!this.list.includes(before) || before === after) return;
    this.change((list) => list.filter(others).map((one) => (one === before ? after : one)));
  }

  drop(query: string) {
    this.change((list) => list.filter((one) => one !== query));
  }

  clear() {
    this.change(() => []);
  }

  private change(change: Change) {
    this.list = change(this.list);
    if (this.early === null) return this.store();
    this.early.push(change);
    void this.load();
  }

  private store() {
    ipc.keepSearches(this.list).catch(() => {});
  }
}
