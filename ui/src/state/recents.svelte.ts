// The last searches, kept in the library.
import { ipc } from "../ipc";

const most = 8;

export class Recents {
  list = $state.raw<string[]>([]);

  /** What is kept, unless something was searched for before it came. */
  async load() {
    try {
      const kept = await ipc.searches();
      if (this.list.length === 0) this.list = kept.slice(0, most);
    } catch {
      // A library that cannot be read says so elsewhere; here it costs only the memory of searches.
    }
  }

  /** What led somewhere: the newest first, each once. */
  add(query: string) {
    const words = query.trim();
    if (words === "") return;
    this.keep([words, ...this.list.filter((one) => one.toLowerCase() !== words.toLowerCase())].slice(0, most));
  }

  drop(query: string) {
    this.keep(this.list.filter((one) => one !== query));
  }

  clear() {
    this.keep([]);
  }

  private keep(list: string[]) {
    this.list = list;
    ipc.keepSearches(list).catch(() => {});
  }
}
