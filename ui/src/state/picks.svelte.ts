// The streams of the film, episode or torrent that is open: its search is opened, asked again and closed here; each
// concern of the list beside it has its own class.
import { ipc } from "../ipc";
import { t } from "../messages";
import type { Ask, DownloadItem, PlayingItem, StreamRow, StreamsRequest } from "../wire";
import { RowCopies } from "./copies.svelte";
import { Fetches } from "./fetches.svelte";
import { Interaction } from "./interaction.svelte";
import { Links, type Act, type How } from "./links.svelte";
import type { Here } from "./rowwork";
import { Numbers } from "./numbers.svelte";
import { Packs } from "./packs.svelte";
import { bestOf } from "./pin";
import { PinnedPick } from "./pinnedpick.svelte";
import type { RowWork } from "./rowwork";
import { RowFilter } from "./rowfilter.svelte";
import { RowOrder } from "./roworder.svelte";
import { SearchRun } from "./searchrun.svelte";
import type { SearchResult } from "./searchstate";
import type { Toasts } from "./toasts.svelte";
import { sameTarget, type Target, type TitleTarget } from "./wanted";
import { Why } from "./why.svelte";

const sameTitle = (a: Target | null, b: Target) => a?.type === "title" && b.type === "title" && a.id === b.id;

export class Picks {
  target = $state.raw<Target | null>(null);
  /** The last search that told its id: what the preferences are counted against. */
  lastSearch = $state.raw<{ id: number; heading: string } | null>(null);
  readonly interaction: Interaction;
  readonly numbers = new Numbers();
  readonly run: SearchRun;
  readonly pick: PinnedPick;
  readonly order: RowOrder;
  readonly filter: RowFilter;
  readonly copies: RowCopies;
  readonly links: Links;
  readonly fetches: Fetches;
  readonly packs: Packs;
  readonly why: Why;

  constructor(
    private readonly toasts: Toasts,
    onPlayed: () => void,
    languages: () => readonly string[],
    /** What a row shows of the player. */
    private readonly plays: (row: string) => Here | null = () => null,
    /** What is kept on disk of what is open. */
    private readonly kept: (target: Target) => DownloadItem | null = () => null,
    private readonly playKept: (item: DownloadItem) => void = () => {},
  ) {
    const rows = () => this.result.rows;
    this.interaction = new Interaction(() => this.gone());
    this.pick = new PinnedPick(rows, () => this.best, this.interaction);
    this.run = new SearchRun(toasts, (before, now) => this.changed(before, now));
    this.order = new RowOrder(rows, languages);
    this.filter = new RowFilter(
      rows,
      () => this.order.ordered,
      () => this.pick.take(),
    );
    this.copies = new RowCopies(
      () => this.order.ordered,
      () => this.filter.shown,
      () => this.pick.row?.id ?? null,
    );
    this.links = new Links(toasts, onPlayed, () => this.result.searchId, {
      learnt: (verdict) => this.run.learnt(verdict),
      made: (id) => this.pick.show(id),
    });
    this.fetches = new Fetches(toasts, (fetch) => this.run.fetched(fetch));
    this.packs = new Packs(toasts);
    this.why = new Why(toasts, (id, path) => this.links.drop(id, path));
  }

  get result(): SearchResult {
    return this.run.result;
  }

  /** The best of what the list shows; the best of all where it shows nothing or everything. */
  private best = $derived.by(() => {
    const { best, rows } = this.result;
    const kept = this.onDisk?.row;
    if (kept && rows.has(kept) && !this.filter.narrows) return rows.get(kept) ?? null;
    const shown = this.filter.narrows ? bestOf(this.filter.shown) : null;
    return shown ?? (best === null ? null : (rows.get(best) ?? null));
  });
  /** What lies on the disk of what is open. */
  onDisk = $derived.by(() => {
    const kept = this.target && this.kept(this.target);
    return kept?.state === "done" ? kept : null;
  });
  /** The best of all, where the filters lead to another. */
  overall = $derived.by(() => {
    const { best, rows } = this.result;
    const row = best === null ? null : (rows.get(best) ?? null);
    return this.filter.narrows && row !== null && row.id !== this.pick.row?.id ? row : null;
  });

  /** Searches for this, unless it is what is open already. Filters typed for one episode hold for the title's next. */
  open(target: Target) {
    if (sameTarget(this.target, target)) return;
    if (!sameTitle(this.target, target)) {
      this.close();
      this.filter.reset();
    }
    this.clear();
    this.numbers.close();
    this.target = target;
    void this.fetches.refresh();
    if (target.type === "title" && target.episode !== null)
      void this.numbers.open(this.request({ type: "stale" }, target));
    this.find({ type: "stale" });
  }

  close() {
    if (!this.target) return;
    this.target = null;
    this.run.stop();
    this.clear();
    this.numbers.close();
    this.why.close();
    this.packs.close();
  }

  /** Asks one source again, or all of them; what is there stays. Those still being asked are asked with it. */
  retry(source: string | null) {
    if (!this.target) return;
    const open = this.result.chips.filter((chip) => chip.state === "asking" && chip.source !== source);
    const sources = source === null ? null : [source, ...open.map((chip) => chip.source)];
    this.run.asking(sources);
    this.find(sources === null ? { type: "all" } : { type: "only", sources });
  }

  /** Searches again with the numbers the person chose, or with the catalogue's. */
  renumber(reset = false) {
    if (reset) this.numbers.reset();
    else this.numbers.take();
    this.clear();
    this.find({ type: "all" });
  }

  /** Plays, copies or opens a row. */
  act(id: string, act: Act, how: How = {}) {
    this.interaction.choose();
    if (act === "play" && this.onDisk?.row === id && !how.file && !how.service) return this.playKept(this.onDisk);
    return this.links.act(id, act, how);
  }

  /** Shows why a row's file was chosen. */
  explain({ id, release }: Pick<StreamRow, "id" | "release">) {
    const { searchId } = this.result;
    if (searchId !== null) void this.why.open(searchId, id, release);
  }

  /** Makes the links of all episodes of a pack. */
  openPack({ id, release }: Pick<StreamRow, "id" | "release">) {
    const { searchId } = this.result;
    if (searchId !== null) void this.packs.open(searchId, id, release);
  }

  /** What is being done with a row. */
  work(id: string): RowWork {
    const { asked, askedIn } = this.fetches;
    return {
      linkState: this.links.state(id),
      tries: this.links.tries(id),
      fetch: this.fetches.of(id),
      asked: asked === id ? askedIn : null,
      here: this.plays(id),
      kept: this.keptOf(id),
    };
  }

  private keptOf(row: string): DownloadItem | null {
    const kept = this.target && this.kept(this.target);
    return kept?.row === row ? kept : null;
  }

  /** The second of two actions: a service downloads the row's torrent. */
  confirmFetch(id: string, service: string) {
    const { searchId } = this.result;
    if (searchId !== null) void this.fetches.confirm(searchId, id, service);
  }

  /** The player went on to this row, or to nothing that is open: the pick is what plays. */
  moved(row: string | null) {
    this.links.over(row);
    if (row !== null) this.pick.show(row);
  }

  /** The person finds nothing wrong any more with a row. */
  async takeBack(id: string) {
    const { searchId } = this.result;
    if (searchId === null || !(await this.toasts.attempt(() => ipc.takeBack(searchId, id)))) return;
    this.toasts.say(t.playing.takenBack, "good");
    await this.run.recheck();
  }

  /** The person found something wrong with a release of what plays: the open search's rows say so. */
  complained(item: PlayingItem) {
    const { target } = this;
    if (target?.type === "title" && target.id === item.id) void this.run.recheck();
  }

  private changed(before: SearchResult, now: SearchResult) {
    if (now.rows !== before.rows) this.order.settle(this.interaction.holdsRows(this.pick.stood));
    this.pick.settle();
    const { searchId, heading } = now;
    if (searchId !== null && now.searchId !== before.searchId) this.lastSearch = { id: searchId, heading };
  }

  /** The person has left the pick and the list without choosing. */
  private gone() {
    this.pick.release();
    if (!this.interaction.holdsRows(this.pick.stood)) this.order.apply();
  }

  /** Nothing found, and nothing held or asked of what was: the same rows may come again for something else. */
  private clear() {
    this.links.forget();
    this.fetches.dismiss();
    this.run.clear();
    this.order.clear();
    this.interaction.reset();
    this.pick.reset();
    this.copies.reset();
  }

  private find(ask: Ask) {
    const { target } = this;
    if (target?.type === "title") {
      const request = { ...this.request(ask, target), numbering: this.numbers.used };
      void this.run.start((listen) => ipc.findStreams(request, listen));
    } else if (target) void this.run.start((listen) => ipc.openTorrent(target.text, listen));
  }

  private request(ask: Ask, { kind, id, season, episode }: TitleTarget): StreamsRequest {
    return { kind, id, season, episode, ask, numbering: null };
  }
}
