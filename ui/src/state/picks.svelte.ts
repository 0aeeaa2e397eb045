// The running search of one film, episode or torrent: its events, the list's order and filters, what is pinned.
import { asWireError, ipc } from "../ipc";
import type { Ask, Kind, StreamEvent, StreamRow, StreamsRequest } from "../wire";
import { Breaths } from "./breaths";
import { Fetches } from "./fetches.svelte";
import { applyFilters, facets, showAll, summarise, type Filters } from "./filter";
import { keep, kept } from "./kept";
import { Links, type Act, type How } from "./links.svelte";
import { Numbers } from "./numbers.svelte";
import { inOrder, noRows, settle, sorts, type Order, type Sort } from "./order";
import { Packs } from "./packs.svelte";
import { mayMove, offered, takeOffer } from "./pin";
import { parseQuery } from "./query";
import { asking, ended, fetched, foldAll, nothingYet, rechecking, type Search } from "./streams";
import type { Toasts } from "./toasts.svelte";
import { Why } from "./why.svelte";

export type Target = { kind: Kind; id: string; season: number | null; episode: number | null };
type Wanted = ({ type: "title" } & Target) | { type: "torrent"; text: string };
export type { Act } from "./links.svelte";

const key = (wanted: Wanted | null) => JSON.stringify(wanted);
const titleOf = (wanted: Wanted | null) => (wanted?.type === "title" ? wanted.id : null);

export class Picks {
  target = $state.raw<Wanted | null>(null);
  search = $state.raw<Search>(nothingYet);
  filters = $state.raw<Filters>({ ...showAll, cachedOnly: kept("cachedOnly") === "yes" });
  sort = $state<Sort>(sorts.find((sort) => sort === kept("sort")) ?? "best");
  /** Something in the pick or the list was pointed at: from now on nothing there moves by itself. */
  touched = $state(false);
  rechecking = $state(false);
  links: Links;
  fetches: Fetches;
  packs: Packs;
  why: Why;
  numbers = new Numbers();
  private order = $state.raw<Order>(noRows);
  private pointer: { x: number; y: number } | null = null;
  private firstPick: number | null = null;
  private turn = 0;
  private breaths = new Breaths<StreamEvent>((events) => this.take(events));

  constructor(
    private readonly toasts: Toasts,
    onPlayed: () => void,
    /** Codes of the languages the person likes, best first. */
    private readonly languages: () => readonly string[],
  ) {
    this.links = new Links(toasts, onPlayed, () => this.search.searchId);
    this.fetches = new Fetches(toasts, (fetch) => (this.search = fetched(this.search, fetch)));
    this.packs = new Packs(toasts);
    this.why = new Why(toasts, (id, path) => this.links.drop(id, path));
  }

  better = $derived(this.order.better);
  query = $derived(parseQuery(this.filters.text));
  private inOrder = $derived(this.rowsInOrder());
  private filtered = $derived(applyFilters(this.inOrder, this.filters, this.query));
  shown = $derived(this.filtered.shown);
  hidden = $derived(this.filtered.hidden);
  tiers = $derived(summarise(this.search.rows.values()));
  facets = $derived(facets(this.search.rows.values()));
  pickRow = $derived(this.search.pick ? (this.search.rows.get(this.search.pick.id) ?? null) : null);
  offer = $derived(offered(this.search));

  /** Looks for streams of this, unless it is what is already there. */
  open(target: Target) {
    if (!this.begin({ type: "title", ...target })) return;
    if (target.episode !== null) void this.numbers.open({ ...target, ask: { type: "stale" }, numbering: null });
    void this.find({ type: "stale" });
  }

  /** A magnet or hash: one row. */
  openTorrent(text: string) {
    if (this.begin({ type: "torrent", text })) void this.findTorrent(text);
  }

  /** Asks the services again about what is still unknown; no source is troubled. */
  async recheck() {
    const { searchId } = this.search;
    if (searchId === null || this.rechecking) return;
    this.rechecking = true;
    this.search = rechecking(this.search);
    const { turn } = this;
    try {
      await ipc.recheck(searchId, (event) => turn === this.turn && this.breaths.add(event));
    } catch (thrown) {
      if (turn === this.turn) this.toasts.fail(asWireError(thrown));
    } finally {
      this.rechecking = false;
    }
    if (turn === this.turn) this.breaths.flush();
  }

  /** Asks one source again, or all of them; what is there stays. Those still being asked are asked with it. */
  retry(source: string | null) {
    if (!this.target) return;
    const open = this.search.chips.filter((chip) => chip.state === "asking" && chip.source !== source);
    const sources = source === null ? null : [source, ...open.map((chip) => chip.source)];
    this.search = asking(this.search, sources);
    if (this.target.type === "torrent") void this.findTorrent(this.target.text);
    else void this.find(sources === null ? { type: "all" } : { type: "only", sources });
  }

  /** Searches again with the numbers the person chose, or with the catalogue's. */
  renumber(reset = false) {
    if (reset) this.numbers.reset();
    else this.numbers.take();
    this.clear();
    void this.find({ type: "all" });
  }

  close() {
    if (!this.target) return;
    this.turn += 1;
    this.target = null;
    if (!this.search.complete) void ipc.stopStreams().catch(() => {});
    this.clear();
    this.numbers.close();
    this.why.close();
    this.packs.close();
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
    this.order = inOrder(this.search.rows, this.sort, this.languages());
  }

  takeOffer() {
    this.search = takeOffer(this.search);
  }

  sortBy(sort: Sort) {
    this.sort = sort;
    keep("sort", sort);
    this.showBetter();
  }

  filter(change: Partial<Filters>) {
    this.filters = { ...this.filters, ...change };
    if (change.cachedOnly !== undefined) keep("cachedOnly", change.cachedOnly ? "yes" : "no");
  }

  /** Everything is shown, what the preferences hide as well. */
  clearFilters() {
    this.filter({ ...showAll, unhide: true });
  }

  get active() {
    return this.links.active;
  }

  verb(id: string) {
    return this.links.verb(id);
  }

  act(id: string, act: Act, how: How = {}) {
    this.touch();
    return this.links.act(id, act, how);
  }

  stopLink() {
    this.links.stop();
  }

  copyMagnet(id: string) {
    return this.links.copyMagnet(id);
  }

  /** False when this is what is open already. What was typed to filter one series' episodes holds for the next one too. */
  private begin(wanted: Wanted): boolean {
    if (key(this.target) === key(wanted)) return false;
    if (titleOf(this.target) !== titleOf(wanted)) this.filters = { ...showAll, cachedOnly: this.filters.cachedOnly };
    this.clear();
    this.numbers.close();
    this.target = wanted;
    this.pointer = null;
    void this.fetches.look();
    return true;
  }

  /** Nothing found, and nothing held or asked of what was: the same rows may come again for something else. */
  private clear() {
    this.links.forget();
    this.fetches.dismiss();
    this.search = nothingYet;
    this.order = noRows;
    this.touched = false;
    this.firstPick = null;
  }

  private find(ask: Ask) {
    const { target } = this;
    if (target?.type !== "title") return;
    const { kind, id, season, episode } = target;
    const request: StreamsRequest = { kind, id, season, episode, ask, numbering: this.numbers.used };
    return this.run((listen) => ipc.findStreams(request, listen));
  }

  private findTorrent(text: string) {
    return this.run((listen) => ipc.openTorrent(text, listen));
  }

  private async run(ask: (listen: (event: StreamEvent) => void) => Promise<void>) {
    this.turn += 1;
    const { turn } = this;
    this.breaths.drop();
    let error = null;
    try {
      await ask((event) => turn === this.turn && this.breaths.add(event));
    } catch (thrown) {
      error = asWireError(thrown);
    }
    if (turn !== this.turn) return;
    this.breaths.flush();
    if (error) this.search = ended(this.search, error.code === "cancelled" ? null : error);
    else if (!this.search.complete) setTimeout(() => turn === this.turn && this.finish(), 500);
  }

  /** The promise may overtake the channel's last message; when none comes, the search is over all the same. */
  private finish() {
    this.breaths.flush();
    if (!this.search.complete) this.search = ended(this.search, null);
  }

  private take(events: StreamEvent[]) {
    const before = this.search;
    const since = this.firstPick === null ? 0 : performance.now() - this.firstPick;
    const search = foldAll(before, events, (so) => mayMove(so, this.touched, since));
    if (search.pick && this.firstPick === null) this.firstPick = performance.now();
    this.search = search;
    if (search.rows !== before.rows)
      this.order = settle(this.order, search.rows, this.sort, this.touched, this.languages());
  }

  private rowsInOrder(): StreamRow[] {
    const { rows } = this.search;
    const list: StreamRow[] = [];
    for (const id of this.order.ids) {
      const row = rows.get(id);
      if (row) list.push(row);
    }
    return list;
  }
}
