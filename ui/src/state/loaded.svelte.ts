// A value the shell is asked for: loading, there, or failed.
import { asWireError } from "../ipc";
import type { WireError } from "../wire";

export class Loaded<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<WireError | null>(null);
  loading = $state(false);
  private turn = 0;
  private askedAt = -Infinity;
  private dueAt = Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ask: () => Promise<T>) {}

  /** Asks again; an older answer that comes later is dropped. `quietly` keeps the old value when the new one is equal, so
   * that nothing is drawn again. */
  async load(quietly = false): Promise<void> {
    clearTimeout(this.timer);
    this.dueAt = Infinity;
    this.askedAt = Date.now();
    this.turn += 1;
    const turn = this.turn;
    this.loading = true;
    this.error = null;
    try {
      const value = await this.ask();
      const same = quietly && JSON.stringify(value) === JSON.stringify(this.value);
      if (turn === this.turn && !same) this.value = value;
    } catch (thrown) {
      if (turn === this.turn) this.error = asWireError(thrown);
    } finally {
      if (turn === this.turn) this.loading = false;
    }
  }

  /** Asks again, at most once every `pauseMs`: at once, or when the pause since the last request is over. Calls in between
   * share that request. */
  refresh(pauseMs = 3000) {
    const wait = this.askedAt + pauseMs - Date.now();
    if (wait <= 0) return void this.load(true);
    const dueAt = Date.now() + wait;
    if (dueAt >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => void this.load(true), wait);
  }

  /** Loads unless that has been tried. */
  loadOnce() {
    if (this.value === null && !this.loading && this.error === null) void this.load();
  }
}

/** What is held under a key; made at the first asking. */
export function kept<T>(held: Map<string, Loaded<T>>, key: string, make: () => Loaded<T>): Loaded<T> {
  const found = held.get(key);
  if (found) return found;
  const made = make();
  held.set(key, made);
  return made;
}
