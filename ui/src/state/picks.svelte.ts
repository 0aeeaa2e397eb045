// The running search of one film or episode: its events, the list's order and filters, and the verbs of its rows.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import type { Ask, Kind, LinkView, StreamEvent, StreamRow } from "../wire";
import { applyFilters, showAll, summarise, type Filters } from "./filter";
import { inOrder, noRows, settle, type Order, type Sort } from "./order";
import { asking, ended, fold, nothingYet, takeOffer, type Search } from "./streams";
import type { Toasts } from "./toasts.svelte";
import { adding, advance, busy, idle, linkOf, type Attempt, type Verb } from "./verb";

export type Target = { kind: Kind; id: string; season: number | null; episode: number | null };
export type Act = "play" | "copy" | "open";

const same = (a: Target | null, b: Target) =>
  a !== null && a.kind === b.kind && a.id === b.id && a.season === b.season && a.episode === b.episode;

export class Picks {
  target = $state.raw<Target | null>(null);
  search = $state.raw<Search>(nothingYet);
  filters = $state.raw<Filters>(showAll);
  sort = $state<Sort>("best");
  /** Something in the pick or the list was pointed at: from now on nothing there moves by itself. */
  touched = $state(false);
  /** Which row's link is being made. */
  active = $state<string | null>(null);
  private order = $state.raw<Order>(noRows);
  private attempts = $state.raw<Record<string, Attempt>>({});
  private pointer: { x: number; y: number } | null = null;
  private turn = 0;
  private queue: StreamEvent[] = [];
  private flushing: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly toasts: Toasts,
    private readonly onPlayed: () => void,
  ) {}

  better = $derived(this.order.better);
  private filtered = $derived(applyFilters(this.rowsInOrder(), this.filters));
  shown = $derived(this.filtered.shown);
  hidden = $derived(this.filtered.hidden);
  tiers = $derived(summarise(this.search.rows.values()));
  pickRow = $derived(this.search.pick ? (this.search.rows.get(this.search.pick.id) ?? null) : null);

  /** Looks for streams of this, unless it is what is already there. */
  open(target: Target) {
    if (same(this.target, target)) return;
    this.target = target;
    this.search = nothingYet;
    this.order = noRows;
    this.attempts = {};
    this.filters = { ...showAll };
    this.touched = false;
    this.pointer = null;
    this.active = null;
    void this.run({ type: "stale" });
  }

  /** Checks the cache again; sources whose answers are fresh are left alone. */
  recheck() {
    if (!this.target) return;
    this.search = asking(this.search, []);
    void this.run({ type: "stale" });
  }

  /** Asks one source again, or all of them; what is there stays. */
  retry(source: string | null) {
    if (!this.target) return;
    this.search = asking(this.search, source === null ? null : [source]);
    void this.run(source === null ? { type: "all" } : { type: "only", sources: [source] });
  }

  close() {
    if (!this.target) return;
    this.turn += 1;
    this.target = null;
    if (!this.search.complete) void ipc.stopStreams().catch(() => {});
    this.stopLink();
    this.search = nothingYet;
    this.order = noRows;
  }

  touch() {
    this.touched = true;
  }

  /** A pointer was seen here. Only one that really moves counts: browsers also report one that things moved under. */
  pointerAt(x: number, y: number) {
    if (this.pointer && (this.pointer.x !== x || this.pointer.y !== y)) this.touch();
    this.pointer = { x, y };
  }

  showBetter() {
    this.order = inOrder(this.search.rows, this.sort);
  }

  takeOffer() {
    this.search = takeOffer(this.search);
  }

  sortBy(sort: Sort) {
    this.sort = sort;
    this.showBetter();
  }

  filter(change: Partial<Filters>) {
    this.filters = { ...this.filters, ...change };
  }

  clearFilters() {
    this.filters = { ...showAll };
  }

  verb(id: string): Verb {
    return this.attempts[id]?.verb ?? idle;
  }

  passed(id: string): Attempt["passed"] {
    return this.attempts[id]?.passed ?? [];
  }

  /** Play, copy or open a row: makes its link first unless one stands. */
  async act(id: string, act: Act, goOn: boolean) {
    if (busy(this.verb(id))) return;
    const held = linkOf(this.verb(id));
    if (held && (await this.use(id, held, act, "stale"))) return;
    const link = await this.resolve(id, goOn);
    if (link) await this.use(id, link, act, "fresh");
  }

  async copyMagnet(id: string) {
    const { searchId } = this.search;
    if (searchId === null) return;
    try {
      await ipc.copyMagnet(searchId, id);
      this.toasts.say(t.verb.magnetCopied, "good");
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
    }
  }

  stopLink() {
    if (this.active === null) return;
    this.setVerb(this.active, idle);
    this.active = null;
    void ipc.stopLink().catch(() => {});
  }

  private async run(ask: Ask) {
    const { target } = this;
    if (!target) return;
    this.turn += 1;
    const turn = this.turn;
    this.queue = [];
    const { kind, id, season, episode } = target;
    let error = null;
    try {
      await ipc.findStreams({ kind, id, season, episode, ask, numbering: null }, (event) => {
        if (turn === this.turn) this.enqueue(event);
      });
    } catch (thrown) {
      error = asWireError(thrown);
    }
    if (turn !== this.turn) return;
    this.flush();
    if (error) this.search = ended(this.search, error.code === "cancelled" ? null : error);
    else if (!this.search.complete) setTimeout(() => turn === this.turn && this.finish(), 500);
  }

  /** The promise may overtake the channel's last message; when none comes, the search is over all the same. */
  private finish() {
    this.flush();
    if (!this.search.complete) this.search = ended(this.search, null);
  }

  /** Events that come in one breath are folded in one go. */
  private enqueue(event: StreamEvent) {
    this.queue.push(event);
    this.flushing ??= setTimeout(() => this.flush(), 16);
  }

  private flush() {
    clearTimeout(this.flushing);
    this.flushing = undefined;
    const events = this.queue;
    this.queue = [];
    const before = this.search.rows;
    let search = this.search;
    for (const event of events) search = fold(search, event, this.touched);
    this.search = search;
    if (search.rows !== before) this.order = settle(this.order, search.rows, this.sort, this.touched);
  }

  private rowsInOrder(): StreamRow[] {
    return this.order.ids.flatMap((id) => this.search.rows.get(id) ?? []);
  }

  private async resolve(id: string, goOn: boolean): Promise<LinkView | null> {
    const { searchId } = this.search;
    if (searchId === null) return null;
    if (this.active !== null && this.active !== id) this.setVerb(this.active, idle);
    this.active = id;
    this.attempts = { ...this.attempts, [id]: { verb: adding, passed: [] } };
    try {
      const link = await ipc.resolveLink({ searchId, id, goOn, file: null, service: null }, (event) => {
        const attempt = this.attempts[id];
        if (attempt && this.active === id) this.attempts = { ...this.attempts, [id]: advance(attempt, event) };
      });
      if (this.active !== id) return null;
      this.active = null;
      this.setVerb(id, { step: "ready", link });
      if (link.id !== id) this.setVerb(link.id, { step: "ready", link });
      return link;
    } catch (thrown) {
      if (this.active !== id) return null;
      this.active = null;
      const error = asWireError(thrown);
      this.setVerb(id, error.code === "cancelled" ? idle : { step: "failed", error, link: null });
      return null;
    }
  }

  /** False when a stale link failed and a new one is worth making. */
  private async use(id: string, link: LinkView, act: Act, made: "stale" | "fresh"): Promise<boolean> {
    try {
      if (act === "play") {
        this.setVerb(id, { step: "starting", link });
        const { player } = await ipc.playLink(link.linkId, null);
        this.setVerb(id, { step: "playing", link, player });
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
      if (act === "play" || kept === null) this.setVerb(id, { step: "failed", error, link: kept });
      if (act !== "play") this.toasts.fail(error);
    }
    return true;
  }

  private setVerb(id: string, verb: Verb) {
    this.attempts = { ...this.attempts, [id]: { verb, passed: this.attempts[id]?.passed ?? [] } };
  }
}
