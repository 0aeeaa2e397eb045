// The last searches, newest first, kept in the library.
import { ipc } from "../ipc";

const most = 8;

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
