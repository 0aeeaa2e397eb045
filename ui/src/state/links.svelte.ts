// The links of a search's rows: made, followed step by step, used, renewed. One is made at a time.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import type { LinkView, Played } from "../wire";
import type { Toasts } from "./toasts.svelte";
import {
  advance,
  begun,
  busy,
  endsIn,
  idle,
  linkOf,
  refused,
  settled,
  type Attempt,
  type Lane,
  type Verb,
} from "./verb";

export type Act = "play" | "copy" | "open";
export type How = {
  /** Whether to go on to the next best row when this one fails. */
  goOn?: boolean;
  /** Only this file of the torrent; unsaid it is the one the row's link was made for. */
  file?: string;
  /** Only this service, by its name. */
  service?: string | null;
  /** Only this player. */
  player?: string | null;
};

/** `making` tells one making of a link from the next: what belongs to another is no longer wanted. */
type Kept = Attempt & { file: string | null; making: number };
const untried: Kept = { verb: idle, lanes: [], file: null, making: 0 };

/** A player by its name; the system's has none. */
export const playerName = ({ id, label }: Played) => (id === "system" ? t.settings.playerOfSystem : label);

export class Links {
  /** Which row's link is being made. */
  active = $state<string | null>(null);
  private attempts = $state.raw<Record<string, Kept>>({});
  private makings = 0;

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
    const kept = this.attempts[id] ?? untried;
    const file = how.file ?? kept.file;
    const held = kept.file === file && !how.service ? linkOf(kept.verb) : null;
    if (held) {
      const fresh = await this.renewed(id, held, kept.making);
      if (!this.stands(id, kept.making)) return;
      if (fresh && (await this.use(id, fresh, act, "stale", how))) return;
      if (!this.stands(id, kept.making)) return;
    }
    this.makings += 1;
    const making = this.makings;
    const link = await this.resolve(id, file, making, how);
    if (link && this.stands(id, making)) await this.use(id, link, act, "fresh", how);
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
    this.set(this.active, untried);
    this.active = null;
    void ipc.stopLink().catch(() => {});
  }

  forget() {
    this.stop();
    this.attempts = {};
  }

  /** From now on `file` is this row's, or the app's own choice again: a link to any other is not used any more. */
  drop(id: string, file: string | null) {
    const wrong = (key: string, kept: Kept) =>
      (key === id || linkOf(kept.verb)?.id === id) && (file === null || kept.file !== file);
    const dropped = Object.entries(this.attempts).filter(([key, kept]) => wrong(key, kept));
    if (dropped.some(([key]) => key === this.active)) this.stop();
    for (const [key] of dropped) this.set(key, untried);
  }

  /** A link past its time is asked for once more before anybody uses it; null when that failed. */
  private async renewed(id: string, link: LinkView, making: number): Promise<LinkView | null> {
    const left = endsIn(link, Date.now());
    if (left === null || left > 0) return link;
    try {
      const renewed = await ipc.renewLink(link.linkId);
      if (this.stands(id, making)) this.set(id, { verb: { step: "ready", link: renewed } });
      return renewed;
    } catch {
      return null;
    }
  }

  private async resolve(id: string, file: string | null, making: number, how: How): Promise<LinkView | null> {
    const searchId = this.searchId();
    if (searchId === null) return null;
    if (this.active !== null && this.active !== id) this.set(this.active, untried);
    this.active = id;
    this.set(id, { ...begun, file, making });
    const request = { searchId, id, goOn: how.goOn ?? false, file, service: how.service ?? null };
    try {
      const link = await ipc.resolveLink(request, (event) => {
        const attempt = this.attempts[id];
        if (attempt?.making === making && this.active === id) this.set(id, advance(attempt, event));
      });
      if (!this.stands(id, making)) return null;
      this.active = null;
      const lanes = settled(this.lanes(id), link);
      this.set(id, { verb: { step: "ready", link }, lanes });
      if (link.id !== id) this.set(link.id, { verb: { step: "ready", link }, lanes, file, making });
      this.markRefused(id);
      return link;
    } catch (thrown) {
      if (!this.stands(id, making)) return null;
      this.active = null;
      const error = asWireError(thrown);
      this.set(id, error.code === "cancelled" ? untried : { verb: { step: "failed", error, link: null } });
      this.markRefused(id);
      return null;
    }
  }

  /** Rows that were tried on the way and refused say so themselves. */
  private markRefused(asked: string) {
    for (const [id, error] of refused(this.lanes(asked))) {
      if (this.verb(id).step === "idle") this.set(id, { verb: { step: "failed", error, link: null } });
    }
  }

  /** False when a stale link failed and a new one is worth making. */
  private async use(id: string, link: LinkView, act: Act, made: "stale" | "fresh", how: How): Promise<boolean> {
    const { making } = this.attempts[id] ?? untried;
    try {
      if (act === "play") {
        this.set(id, { verb: { step: "starting", link } });
        const player = playerName(await ipc.playLink(link.linkId, how.player ?? null));
        if (this.stands(id, making)) this.set(id, { verb: { step: "playing", link, player } });
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
      if (!this.stands(id, making)) {
        this.toasts.fail(error);
        return true;
      }
      if (made === "stale" && error.code !== "noPlayer") return false;
      // Without a player the link itself is fine: the next verb uses it.
      const kept = error.code === "noPlayer" ? link : null;
      if (act === "play" || kept === null) this.set(id, { verb: { step: "failed", error, link: kept } });
      if (act !== "play") this.toasts.fail(error);
    }
    return true;
  }

  /** Whether what was begun for a row is still what the row is about. */
  private stands(id: string, making: number): boolean {
    return (this.attempts[id] ?? untried).making === making;
  }

  private set(id: string, change: Partial<Kept>) {
    this.attempts = { ...this.attempts, [id]: { ...(this.attempts[id] ?? untried), ...change } };
  }
}
