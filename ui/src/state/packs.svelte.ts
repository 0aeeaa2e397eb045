// Links to all episodes of a pack: made one after the other, then copied, saved or played together.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import type { PackUse, PackView, WireError } from "../wire";
import type { Toasts } from "./toasts.svelte";

export class Packs {
  /** The pack that is open, by its row. */
  row = $state<{ id: string; release: string } | null>(null);
  done = $state(0);
  of = $state<number | null>(null);
  view = $state.raw<PackView | null>(null);
  error = $state.raw<WireError | null>(null);
  using = $state<PackUse | null>(null);
  private turn = 0;

  constructor(private readonly toasts: Toasts) {}

  async open(searchId: number, id: string, release: string) {
    this.turn += 1;
    const turn = this.turn;
    this.row = { id, release };
    this.done = 0;
    this.of = null;
    this.view = null;
    this.error = null;
    try {
      const view = await ipc.linkPack(searchId, id, (event) => {
        if (turn !== this.turn) return;
        if (event.type === "opened") this.of = event.episodes;
        else {
          this.done = event.done;
          this.of = event.of;
        }
      });
      if (turn === this.turn) this.view = view;
    } catch (thrown) {
      if (turn === this.turn) this.error = asWireError(thrown);
    }
  }

  /** Closing while links are still being made stops that. */
  close() {
    this.turn += 1;
    if (this.row && !this.view && !this.error) void ipc.stopLink().catch(() => {});
    this.row = null;
  }

  async use(use: PackUse) {
    const { view } = this;
    if (!view || this.using) return;
    this.using = use;
    try {
      const path = await ipc.usePack(view.packId, use);
      if (use === "copyLinks") this.toasts.say(t.packs.copied(view.episodes.length), "good");
      else if (use === "play") this.toasts.say(t.packs.playing, "good");
      else if (path !== null) this.toasts.say(t.packs.saved, "good", path);
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
    } finally {
      this.using = null;
    }
  }
}
