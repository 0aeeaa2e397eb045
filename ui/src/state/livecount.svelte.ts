// How many rows of the last search the preferences would hide, asked again a moment after each change.
import { asWireError, ipc } from "../ipc";
import type { HiddenCount, Preferences } from "../wire";

const pause = 150;

export class LiveCount {
  value = $state.raw<HiddenCount | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  constructor(
    private readonly ask: (searchId: number, wanted: Preferences) => Promise<HiddenCount> = ipc.countHidden,
  ) {}

  /** An older answer that comes later is dropped; a search the shell no longer has counts nothing. */
  count(searchId: number, wanted: Preferences) {
    clearTimeout(this.timer);
    this.turn += 1;
    const turn = this.turn;
    this.timer = setTimeout(async () => {
      try {
        const value = await this.ask(searchId, wanted);
        if (turn === this.turn) this.value = value;
      } catch (thrown) {
        if (turn === this.turn && asWireError(thrown).code !== "cancelled") this.value = null;
      }
    }, pause);
  }
}
