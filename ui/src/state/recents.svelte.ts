// The last searches, kept on this computer by the page itself.
const key = "perihelion.searches";
const most = 8;

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === "string").slice(0, most) : [];
  } catch {
    return [];
  }
}

export class Recents {
  list = $state.raw<string[]>(read());

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
    try {
      localStorage.setItem(key, JSON.stringify(list));
    } catch {
      // A full or forbidden storage costs only the memory of searches.
    }
  }
}
