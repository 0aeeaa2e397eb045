// The links of a search's rows: made, followed step by step, used, renewed. One is made at a time.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import type { LinkView } from "../wire";
import type { Toasts } from "./toasts.svelte";
import { advance, begun, busy, endsIn, idle, linkOf, settled, type Attempt, type Lane, type Verb } from "./verb";

export type Act = "play" | "copy" | "open";
export type How = {
  /** Whether to go on to the next best row when this one fails. */
  goOn?: boolean;
  /** Only this file of the torrent. */
  file?: string | null;
  /** Only this service, by its name. */
  service?: string | null;
  /** Only this player. */
  player?: string | null;
};

type Kept = Attempt & { file: string | null };
const untried: Kept = { verb: idle, lanes: [], file: null };

export class Links {
  /** Which row's link is being made. */
  active = $state<string | null>(null);
  private attempts = $state.raw<Record<string, Kept>>({});

  constructor(
    private readonly toasts: Toasts,
    private readonly onPlayed: () => void,
    private readonly searchId: () => number | null,
  ) {}

  verb(id: string): Verb {
    return this.attempts[id]?.verb ?? idle;
  }

  /** Every try for this row, the latest last. */
  lanes(id: string): Lane[] {
    return this.attempts[id]?.lanes ?? [];
  }

  /** Play, copy or open a row: makes its link first unless one stands. */
  async act(id: string, act: Act, how: How = {}) {
    if (busy(this.verb(id))) return;
    const file = how.file ?? null;
    const held = (this.attempts[id]?.file ?? null) === file && !how.service ? linkOf(this.verb(id)) : null;
    if (held) {
      const fresh = await this.renewed(id, held);
      if (fresh && (await this.use(id, fresh, act, "stale", how))) return;
    }
    const link = await this.resolve(id, how);
    if (link) await this.use(id, link, act, "fresh", how);
  }

  async copyMagnet(id: string) {
    const searchId = this.searchId();
    if (searchId === null) return;
    try {
      await ipc.copyMagnet(searchId, id);
      this.toasts.say(t.verb.magnetCopied, "good");
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
    }
  }

  stop() {
    if (this.active === null) return;
    this.set(this.active, { verb: idle, lanes: [] });
    this.active = null;
    void ipc.stopLink().catch(() => {});
  }

  forget() {
    this.stop();
    this.attempts = {};
  }

  /** A link past its time is asked for once more before anybody uses it; null when that failed. */
  private async renewed(id: string, link: LinkView): Promise<LinkView | null> {
    const left = endsIn(link, Date.now());
    if (left === null || left > 0) return link;
    try {
      const renewed = await ipc.renewLink(link.linkId);
      this.set(id, { verb: { step: "ready", link: renewed } });
      return renewed;
    } catch {
      return null;
    }
  }

  private async resolve(id: string, how: How): Promise<LinkView | null> {
    const searchId = this.searchId();
    if (searchId === null) return null;
    if (this.active !== null && this.active !== id) this.set(this.active, { verb: idle, lanes: [] });
    this.active = id;
    this.set(id, { ...begun, file: how.file ?? null });
    const request = { searchId, id, goOn: how.goOn ?? false, file: how.file ?? null, service: how.service ?? null };
    try {
      const link = await ipc.resolveLink(request, (event) => {
        const attempt = this.attempts[id];
        if (attempt && this.active === id) this.set(id, advance(attempt, event));
      });
      if (this.active !== id) return null;
      this.active = null;
      const lanes = settled(this.lanes(id), link);
      this.set(id, { verb: { step: "ready", link }, lanes });
      if (link.id !== id) this.set(link.id, { verb: { step: "ready", link }, lanes });
      return link;
    } catch (thrown) {
      if (this.active !== id) return null;
      this.active = null;
      const error = asWireError(thrown);
      this.set(id, { verb: error.code === "cancelled" ? idle : { step: "failed", error, link: null } });
      return null;
    }
  }

  /** False when a stale link failed and a new one is worth making. */
  private async use(id: string, link: LinkView, act: Act, made: "stale" | "fresh", how: How): Promise<boolean> {
    try {
      if (act === "play") {
        this.set(id, { verb: { step: "starting", link } });
        const { player } = await ipc.playLink(link.linkId, how.player ?? null);
        this.set(id, { verb: { step: "playing", link, player } });
        this.onPlayed();
      } else if (act === "copy") {
        await ipc.copyLink(link.linkId);
        this.toasts.say(t.verb.copied, "good");
      } else {
        await ipc.openLink(link.linkId);
        this.toasts.say(t.verb.opened, "good");
      }
    } catch (thrown) {
      const error = asWireError(thrown);
      if (made === "stale" && error.code !== "noPlayer") return false;
      // Without a player the link itself is fine: the next verb uses it.
      const kept = error.code === "noPlayer" ? link : null;
      if (act === "play" || kept === null) this.set(id, { verb: { step: "failed", error, link: kept } });
      if (act !== "play") this.toasts.fail(error);
    }
    return true;
  }

  private set(id: string, change: Partial<Kept>) {
    this.attempts = { ...this.attempts, [id]: { ...(this.attempts[id] ?? untried), ...change } };
  }
}
