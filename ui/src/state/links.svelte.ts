// The links of a search's rows: resolves them, follows the steps, uses and renews them. One link is made at a time.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import type { LinkView, Played, Verdict } from "../wire";
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
  type LinkTry,
  type LinkState,
} from "./linkstate";

export type Act = "play" | "copy" | "open" | "keep";
export type How = {
  /** Whether to go on to the next best row when this one fails. */
  goOn?: boolean;
  /** Only this file of the torrent; without it, the one the row's link was made for. */
  file?: string;
  /** Only this service, by its name. */
  service?: string | null;
  /** Only this player. */
  player?: string | null;
};

/** `attemptNo` tells one attempt at a link from the next: what an older one still delivers is dropped. */
type RowAttempt = Attempt & { file: string | null; attemptNo: number };
const untried: RowAttempt = { linkState: idle, tries: [], file: null, attemptNo: 0 };

/** A player by its name; the system's has none. */
export const playerName = ({ id, label }: Played) => (id === "system" ? t.settings.playerOfSystem : label);

export class Links {
  /** Which row's link is being made. */
  active = $state<string | null>(null);
  private attempts = $state.raw<Record<string, RowAttempt>>({});
  private attemptCount = 0;
  /** What is being done with which row, and what was asked for meanwhile. */
  private running: { id: string; act: Act; later: { act: Act; how: How } | null } | null = null;

  constructor(
    private readonly toasts: Toasts,
    private readonly onPlayed: () => void,
    private readonly searchId: () => number | null,
    private readonly tell: {
      /** A try says this of a row. */
      learnt: (verdict: Verdict) => void;
      /** The link is of this row, which may be another than the one asked for. */
      made: (id: string) => void;
    } = { learnt: () => {}, made: () => {} },
  ) {}

  state(id: string): LinkState {
    return this.attempts[id]?.linkState ?? idle;
  }

  /** Every try for this row, the latest last. */
  tries(id: string): LinkTry[] {
    return this.attempts[id]?.tries ?? [];
  }

  /** Plays, copies or opens a row; resolves its link first unless there is one. What is asked for meanwhile comes after it. */
  async act(id: string, act: Act, how: How = {}): Promise<void> {
    if (busy(this.state(id))) {
      if (this.running?.id === id && this.running.act !== act) this.running.later = { act, how };
      return;
    }
    const running: NonNullable<typeof this.running> = { id, act, later: null };
    this.running = running;
    const done = await this.perform(id, act, how);
    const { later } = running;
    if (this.running !== running || later === null || done === null || linkOf(this.state(done)) === null) return;
    await this.act(done, later.act, later.how);
  }

  /** Returns the row whose link was used: another than the one asked for when that one had none. */
  private async perform(id: string, act: Act, how: How): Promise<string | null> {
    const kept = this.attempts[id] ?? untried;
    const file = how.file ?? kept.file;
    const held = kept.file === file && !how.service ? linkOf(kept.linkState) : null;
    if (held) {
      const fresh = await this.renewed(id, held, kept.attemptNo);
      if (!this.stands(id, kept.attemptNo)) return null;
      if (fresh && (await this.use(id, fresh, act, "stale", how))) return id;
      if (!this.stands(id, kept.attemptNo)) return null;
    }
    this.attemptCount += 1;
    const attemptNo = this.attemptCount;
    const link = await this.resolve(id, file, attemptNo, how);
    if (!link || !this.stands(link.id, attemptNo)) return null;
    await this.use(link.id, link, act, "fresh", how);
    return link.id;
  }

  /** Makes the link of a row ready whose Play is about to be pressed; null gives it up. */
  prepare(id: string | null) {
    const searchId = this.searchId();
    if (id === null) void ipc.prepareTitle(null).catch(() => {});
    else if (searchId !== null && this.active === null && this.state(id).step === "idle")
      void ipc.prepareRow(searchId, id).catch(() => {});
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

  /** Opens in the browser what an addon offers there. */
  async openOffer(id: string, source: string) {
    const searchId = this.searchId();
    if (searchId === null) return;
    try {
      await ipc.openOffer(searchId, id, source);
      this.toasts.say(t.verb.opened, "good");
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
    }
  }

  stop() {
    this.running = null;
    if (this.active === null) return;
    this.set(this.active, untried);
    this.active = null;
    void ipc.stopLink().catch(() => {});
  }

  /** The player has ended or went on to something else: no row plays any more but this one. */
  over(playing: string | null) {
    for (const [id, { linkState }] of Object.entries(this.attempts))
      if (linkState.step === "playing" && linkState.link.id !== playing)
        this.set(id, { linkState: { step: "ready", link: linkState.link } });
  }

  forget() {
    this.stop();
    this.attempts = {};
  }

  /** Drops links to any file but `file`, which is the row's from now on; null drops all, for the app chooses again. */
  drop(id: string, file: string | null) {
    const wrong = (key: string, kept: RowAttempt) =>
      (key === id || linkOf(kept.linkState)?.id === id) && (file === null || kept.file !== file);
    const dropped = Object.entries(this.attempts).filter(([key, kept]) => wrong(key, kept));
    if (dropped.some(([key]) => key === this.active)) this.stop();
    for (const [key] of dropped) this.set(key, untried);
  }

  /** Renews a link that has expired, and an addon's, of which nobody says how long it stands; null when that failed. */
  private async renewed(id: string, link: LinkView, attemptNo: number): Promise<LinkView | null> {
    const left = endsIn(link, Date.now());
    if (!link.fromAddon && (left === null || left > 0)) return link;
    try {
      const renewed = await ipc.renewLink(link.linkId);
      if (this.stands(id, attemptNo)) this.set(id, { linkState: { step: "ready", link: renewed } });
      return renewed;
    } catch {
      return null;
    }
  }

  private async resolve(id: string, file: string | null, attemptNo: number, how: How): Promise<LinkView | null> {
    const searchId = this.searchId();
    if (searchId === null) return null;
    if (this.active !== null && this.active !== id) this.set(this.active, untried);
    this.active = id;
    this.set(id, { ...begun, file, attemptNo });
    const request = { searchId, id, goOn: how.goOn ?? false, file, service: how.service ?? null };
    try {
      const link = await ipc.resolveLink(request, (event) => {
        if (event.type === "learnt") return this.tell.learnt(event.verdict);
        const attempt = this.attempts[id];
        if (attempt?.attemptNo === attemptNo && this.active === id) this.set(id, advance(attempt, event));
      });
      if (!this.stands(id, attemptNo)) return null;
      this.active = null;
      const tries = settled(this.tries(id), link);
      // What was asked for is not what plays: the row the link is of has it, the others say why they have not.
      if (link.id !== id) this.set(id, untried);
      this.set(link.id, { linkState: { step: "ready", link }, tries, file, attemptNo });
      this.markRefused(tries);
      this.tell.made(link.id);
      return link;
    } catch (thrown) {
      if (!this.stands(id, attemptNo)) return null;
      this.active = null;
      const error = asWireError(thrown);
      this.set(id, error.code === "cancelled" ? untried : { linkState: { step: "failed", error, link: null } });
      this.markRefused(this.tries(id));
      return null;
    }
  }

  /** Shows the error on the rows that were tried for this link. */
  private markRefused(tries: LinkTry[]) {
    for (const [id, error] of refused(tries)) {
      if (this.state(id).step === "idle") this.set(id, { linkState: { step: "failed", error, link: null } });
    }
  }

  /** False when a stale link failed and a new one is worth making. */
  private async use(id: string, link: LinkView, act: Act, made: "stale" | "fresh", how: How): Promise<boolean> {
    const { attemptNo } = this.attempts[id] ?? untried;
    try {
      if (act === "play") {
        this.set(id, { linkState: { step: "starting", link } });
        const played = await ipc.playLink(link.linkId, how.player ?? null);
        const player = playerName(played);
        if (this.stands(id, attemptNo)) this.set(id, { linkState: { step: "playing", link, player } });
        if (played.leftOut.length > 0) this.toasts.say(t.offers.leftOut(player, played.leftOut.join(", ")));
        this.onPlayed();
      } else if (act === "copy") {
        await ipc.copyLink(link.linkId);
        if (link.headers.length > 0) this.toasts.say(t.offers.copied(link.headers.join(", ")));
        else this.toasts.say(t.verb.copied, "good");
      } else if (act === "keep") {
        await ipc.keepLinks([link.linkId]);
        this.toasts.say(t.downloads.keeping(1), "good");
      } else {
        await ipc.openLink(link.linkId);
        this.toasts.say(t.verb.opened, "good");
      }
    } catch (thrown) {
      const error = asWireError(thrown);
      if (!this.stands(id, attemptNo)) {
        this.toasts.fail(error);
        return true;
      }
      if (made === "stale" && error.code !== "noPlayer") return false;
      // Without a player the link itself is fine: the next action uses it.
      const kept = error.code === "noPlayer" ? link : null;
      if (act === "play" || kept === null) this.set(id, { linkState: { step: "failed", error, link: kept } });
      if (act !== "play") this.toasts.fail(error);
    }
    return true;
  }

  /** Whether this attempt is still the row's latest. */
  private stands(id: string, attemptNo: number): boolean {
    return (this.attempts[id] ?? untried).attemptNo === attemptNo;
  }

  private set(id: string, change: Partial<RowAttempt>) {
    this.attempts = { ...this.attempts, [id]: { ...(this.attempts[id] ?? untried), ...change } };
  }
}
