// Something that is asked for once and is loading, there, or failed.
import { asWireError } from "../ipc";
import type { WireError } from "../wire";

export class Loaded<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<WireError | null>(null);
  loading = $state(false);
  private turn = 0;

  constructor(private readonly ask: () => Promise<T>) {}

  /** Asks again; an older answer that comes later is dropped. */
  async load(): Promise<void> {
    this.turn += 1;
    const turn = this.turn;
    this.loading = true;
    this.error = null;
    try {
      const value = await this.ask();
      if (turn === this.turn) this.value = value;
    } catch (thrown) {
      if (turn === this.turn) this.error = asWireError(thrown);
    } finally {
      if (turn === this.turn) this.loading = false;
    }
  }

  /** Loads the first time it is needed. */
  need() {
    if (this.value === null && !this.loading && this.error === null) void this.load();
  }
}
