// The state all places share: route, settings, history, home rows, opened titles, and the search for streams.
import { SvelteMap } from "svelte/reactivity";
import { asWireError, ipc } from "../ipc";
import { language, t } from "../messages";
import type {
  AppInfo,
  ContinueItem,
  EpisodeCard,
  HistoryEntry,
  Kind,
  OwnKind,
  PlayingItem,
  Query,
  SettingChange,
  SettingsView,
  SourceSetting,
  TitleCard,
  TitleDetails,
  WireError,
} from "../wire";
import { BigMode } from "./bigmode.svelte";
import { Catalogue } from "./catalogue.svelte";
import { Downloads } from "./downloads.svelte";
import { showAsked } from "./asked";
import { queryOf, type Dropped } from "./dropped";
import { kept, Loaded } from "./loaded.svelte";
import { Player, sameSpot } from "./nowplaying.svelte";
import { Opening } from "./opening.svelte";
import { Picks } from "./picks.svelte";
import { RecentSearches, titleName } from "./recentsearches.svelte";
import { Router } from "./router.svelte";
import { Scheme } from "./scheme.svelte";
import { TitleSearch } from "./search.svelte";
import { SearchField } from "./searchfield.svelte";
import { servicesOf } from "./services";
import { Sizing, type Step } from "./size";
import { Toasts } from "./toasts.svelte";
import { Updates } from "./updates.svelte";
import { pickOf } from "./wanted";

export class App {
  router = new Router();
  toasts = new Toasts();
  updates = new Updates(this.toasts);
  big = new BigMode(this.toasts);
  search = new TitleSearch();
  catalogue = new Catalogue();
  info = new Loaded<AppInfo>(ipc.appInfo);
  settings = new Loaded<SettingsView>(ipc.settings);
  history = new Loaded<HistoryEntry[]>(ipc.history);
  continueWatching = new Loaded<ContinueItem[]>(ipc.continueWatching);
  watchlist = new Loaded<TitleCard[]>(ipc.watchlist);
  recents = new RecentSearches();
  player: Player = new Player(this.toasts, (now) => {
    const { stage, item } = now;
    if (stage === "playing" || stage === "over")
      this.picks.moved(stage === "playing" && this.isOpen(item) ? (item?.row ?? null) : null);
    this.played();
  });
  downloads = new Downloads(this.toasts);
  picks: Picks = new Picks(
    this.toasts,
    () => this.played(),
    () => this.settings.value?.preferences.languages ?? [],
    (row) => (this.isOpen(this.player.now.item) ? this.player.at(row) : null),
    (target) => (target.type === "title" ? this.downloads.of(target) : null),
    (item) => void this.downloads.play(item),
  );
  opening = new Opening(
    () => this.router.route,
    (kind, id) => this.titles.get(`${kind}/${id}`)?.value ?? null,
    this.picks,
  );
  searchField = new SearchField(this.router, this.search, this.recents, this.toasts, {
    open: (query) => (this.leaveSearch(), this.openQuery(query)),
    title: (card, spot) => (this.leaveSearch(), this.openTitle(card, spot?.season, spot?.episode)),
    commands: () => (this.commandsOpen = true),
    nameOf: titleName,
  });
  shortcutsOpen = $state(false);
  /** The list of every command and place by name. */
  commandsOpen = $state(false);
  private scheme = new Scheme();
  /** Whether the dark scheme shows, by the setting or by the system. */
  dark = $derived(this.scheme.isDark(this.settings.value?.theme ?? "system"));
  /** Set by the search field, so that `/` finds it. */
  focusSearch: () => void = () => {};
  /** Takes the focus out of the search field, so that keys act on what was opened. */
  leaveSearch: () => void = () => {};

  private sizing = new Sizing(
    () => this.settings.value?.size ?? null,
    (percent) => this.change({ type: "size", percent }).then((done) => (done && this.big.redraw(), done)),
  );
  private titles = new SvelteMap<string, Loaded<TitleDetails>>();

  /** Called once, when the window opens. */
  start() {
    this.scheme.follow();
    this.opening.follow();
    this.searchField.follow();
    this.load();
    this.updates.start();
    this.player.follow();
    this.downloads.follow();
    // A player may have played on meanwhile: positions are not announced, so they are asked for.
    addEventListener("focus", () => this.refreshProgress());
    showAsked(this.router, (query) => this.openQuery(query));
  }

  /** Asks for what every place needs. */
  load() {
    void this.info.load();
    void this.settings.load();
    void this.history.load();
    void this.recents.load();
    void this.watchlist.load();
  }

  /** The language the person chose, else the system's; called whenever either is known. */
  speak() {
    const choice = this.settings.value?.language ?? "system";
    const wanted = choice === "system" ? this.info.value?.language : choice === "turkish" ? "tr" : "en";
    language.current = wanted === "tr" ? "tr" : "en";
    document.documentElement.lang = language.current;
  }

  services = $derived(servicesOf(this.settings.value));

  /** Called when a title's page is shown. One that was shown before is refreshed: its progress may have changed. */
  title(kind: Kind, id: string): Loaded<TitleDetails> {
    this.titles.get(`${kind}/${id}`)?.refresh();
    return kept(this.titles, `${kind}/${id}`, () => new Loaded(() => ipc.titleDetails(kind, id)));
  }

  openTitle(card: Pick<TitleCard, "kind" | "id">, season: number | null = null, episode: number | null = null) {
    this.router.go({ place: "title", kind: card.kind, id: card.id, season, episode });
  }

  /** Plays a film or episode straight away; opens its page when nothing of it plays. */
  async playTitle(item: Pick<ContinueItem, "title" | "season" | "episode">) {
    if (!(await this.player.play(item))) this.openTitle(item.title, item.season, item.episode);
  }

  /** Opens the place a text names. */
  openQuery(query: Query) {
    if (query.type === "title") this.router.go({ place: "title", ...pickOf(query) });
    else if (query.type === "torrent") this.router.go({ place: "torrent", id: query.id, name: query.name });
    else if (query.type === "words") this.router.go({ place: "search", query: query.text });
    else this.toasts.fail(query.error);
  }

  /** Opens what was dropped on the window. */
  async drop(what: Dropped) {
    if (what.type === "tooLarge") this.toasts.say(t.app.dropTooLarge, "danger");
    else if (what.type === "unknown") this.toasts.say(t.app.dropUnknown, "danger");
    else if (what.type === "file" || !this.searchField.paste(what.text))
      await this.toasts.attempt(async () => this.openQuery(await queryOf(what)));
  }

  /** Puts a title on the watchlist or takes it off, and updates all that shows it. */
  async setWatchlist(card: Pick<TitleCard, "kind" | "id">, listed: boolean): Promise<boolean> {
    return this.toasts.attempt(async () => {
      await ipc.setWatchlist(card.kind, card.id, listed);
      const title = this.titles.get(`${card.kind}/${card.id}`);
      if (title?.value) title.value = { ...title.value, inWatchlist: listed };
      await this.watchlist.load();
    });
  }

  /** Marks episodes as watched or not, and reloads the title. */
  async markWatched(card: Pick<TitleCard, "kind" | "id">, episodes: EpisodeCard[], watched: boolean) {
    await this.toasts.attempt(async () => {
      for (const { season, episode } of episodes) {
        await ipc.setWatched(card.kind, card.id, season, episode, watched);
      }
      await this.titles.get(`${card.kind}/${card.id}`)?.load();
      void this.continueWatching.load();
    });
  }

  /** Changes one setting; the shell answers with all of them. */
  change(change: SettingChange): Promise<boolean> {
    return this.toasts.attempt(async () => void (this.settings.value = await ipc.changeSetting(change)));
  }

  /** Draws everything larger, smaller, or at its own size. */
  resize(step: Step): Promise<void> {
    return this.sizing.step(step);
  }

  /** Lets the person choose a program in the system's dialog; it is the player from then on. */
  choosePlayer(): Promise<boolean> {
    return this.toasts.attempt(async () => void (this.settings.value = await ipc.choosePlayer(t.verb.choosePlayer)));
  }

  /** Adds a source of the person's own. An error is given back: it is said where the source was typed. */
  async addSource(kind: OwnKind, url: string, key: string | null): Promise<WireError | null> {
    const before = new Set(this.settings.value?.sources.map((one) => one.source));
    try {
      const view = await ipc.addOwnSource(kind, url, key);
      this.settings.value = view;
      const made = view.sources.find((one) => !before.has(one.source));
      this.toasts.say(t.sources.added(made?.label ?? url), "good");
      return null;
    } catch (thrown) {
      return asWireError(thrown);
    }
  }

  async removeSource({ source, label }: Pick<SourceSetting, "source" | "label">) {
    const removed = await this.toasts.attempt(
      async () => void (this.settings.value = await ipc.removeOwnSource(source)),
    );
    if (removed) this.toasts.say(t.sources.removed(label));
  }

  forget(entry: HistoryEntry): Promise<boolean> {
    return this.toasts.attempt(async () => {
      await ipc.forgetHistory(entry.entryId);
      this.history.value = this.history.value?.filter((other) => other.entryId !== entry.entryId) ?? null;
      // Clearing forgets many entries in a row: the refresh is shared.
      this.continueWatching.refresh(300);
    });
  }

  /** Forgets all that was played; stops at the first entry that cannot be forgotten. */
  async clearHistory() {
    for (const entry of this.history.value ?? []) if (!(await this.forget(entry))) return;
    this.toasts.say(t.settings.historyCleared, "good");
  }

  /** Whether what plays is what is open: a pack's row holds many episodes. */
  private isOpen(item: PlayingItem | null): boolean {
    const { target } = this.picks;
    return item !== null && (target?.type !== "title" || sameSpot(target, item));
  }

  /** Something began to play: history grew, and an episode counts as watched. */
  private played() {
    void this.history.load().then(() => this.welcome());
    this.refreshProgress(0);
  }

  /** Who has played something needs no first steps. */
  private welcome() {
    const played = (this.history.value?.length ?? 0) > 0;
    if (played && this.settings.value?.welcomed === false) void this.change({ type: "welcomed" });
  }

  /** Asks again how far films and episodes were watched. */
  private refreshProgress(pauseMs?: number) {
    this.continueWatching.refresh(pauseMs);
    const { route } = this.router;
    if (route.place === "title") this.titles.get(`${route.kind}/${route.id}`)?.refresh(pauseMs);
  }
}

export const app = new App();
