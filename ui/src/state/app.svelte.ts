// What every place shares: the route, the app's standing facts, settings, history, home rows, titles already opened.
import { asWireError, ipc } from "../ipc";
import { language, t } from "../messages";
import type {
  AppInfo,
  ContinueItem,
  EpisodeCard,
  HistoryEntry,
  HomeRow,
  Kind,
  Query,
  SettingChange,
  SettingsView,
  TitleCard,
  TitleDetails,
} from "../wire";
import { Loaded } from "./loaded.svelte";
import { Picks } from "./picks.svelte";
import { Recents } from "./recents.svelte";
import { Router } from "./router.svelte";
import { TitleSearch } from "./search.svelte";
import { Toasts } from "./toasts.svelte";

export class App {
  router = new Router();
  toasts = new Toasts();
  search = new TitleSearch();
  info = new Loaded<AppInfo>(ipc.appInfo);
  settings = new Loaded<SettingsView>(ipc.settings);
  history = new Loaded<HistoryEntry[]>(ipc.history);
  underway = new Loaded<ContinueItem[]>(ipc.continueWatching);
  watchlist = new Loaded<TitleCard[]>(ipc.watchlist);
  recents = new Recents();
  picks = new Picks(
    this.toasts,
    () => this.played(),
    () => this.settings.value?.preferences.languages ?? [],
  );
  sheetOpen = $state(false);
  /** The last search that told its id: what the preferences are counted against. */
  lastSearch = $state.raw<{ id: number; heading: string } | null>(null);
  /** Whether the dark scheme shows, by the setting or by the system. */
  private systemDark = $state(true);
  dark = $derived.by(() => {
    const theme = this.settings.value?.theme ?? "system";
    return theme === "system" ? this.systemDark : theme === "dark";
  });
  /** Set by the search field, so that `/` finds it. */
  focusSearch: () => void = () => {};

  private rows = new Map<string, Loaded<TitleCard[]>>();
  private titles = new Map<string, Loaded<TitleDetails>>();

  start() {
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    this.systemDark = scheme.matches;
    scheme.addEventListener("change", (event) => (this.systemDark = event.matches));
    void this.info.load();
    void this.settings.load();
    void this.history.load();
    void this.recents.load();
    void this.watchlist.load();
    // A player may have gone on meanwhile: where it stands is not told, it is asked.
    addEventListener("focus", () => this.lookAgain());
    // Ends with the window; a shell that gives no links is no fault.
    void ipc.openedLinks((query) => this.follow(query)).catch(() => {});
  }

  /** The language the person chose, else the system's; called whenever either is known. */
  speak() {
    const choice = this.settings.value?.language ?? "system";
    const wanted = choice === "system" ? this.info.value?.language : choice === "turkish" ? "tr" : "en";
    language.current = wanted === "tr" ? "tr" : "en";
    document.documentElement.lang = language.current;
  }

  noteSearch() {
    const { searchId, heading } = this.picks.search;
    if (searchId !== null) this.lastSearch = { id: searchId, heading };
  }

  service = $derived(
    this.settings.value?.services.find((service) => service.name === this.settings.value?.order[0]) ?? null,
  );
  /** True until the settings say otherwise: nobody is sent to sign in by a slow disk. */
  signedIn = $derived(this.settings.value?.services.some((service) => service.signedIn) ?? true);

  homeRow(row: HomeRow): Loaded<TitleCard[]> {
    return kept(this.rows, row.id, () => new Loaded(() => ipc.catalog(row.id, 0)));
  }

  /** Called when a title's page is shown. One that was shown before is looked at again: it may be seen further. */
  title(kind: Kind, id: string): Loaded<TitleDetails> {
    this.titles.get(`${kind}/${id}`)?.look();
    return kept(this.titles, `${kind}/${id}`, () => new Loaded(() => ipc.titleDetails(kind, id)));
  }

  openTitle(card: TitleCard, season: number | null = null, episode: number | null = null) {
    this.router.go({ place: "title", kind: card.kind, id: card.id, season, episode });
  }

  /** Goes where a text leads. */
  follow(query: Query) {
    if (query.type === "title") this.router.go({ place: "title", ...pickOf(query) });
    else if (query.type === "torrent") this.router.go({ place: "torrent", id: query.id, name: query.name });
    else if (query.type === "words") this.router.go({ place: "search", query: query.text });
    else this.toasts.fail(query.error);
  }

  /** Puts a title on the watchlist or takes it off, and shows that everywhere. */
  async list(card: Pick<TitleCard, "kind" | "id">, listed: boolean): Promise<boolean> {
    return this.attempt(async () => {
      await ipc.setWatchlist(card.kind, card.id, listed);
      const title = this.titles.get(`${card.kind}/${card.id}`);
      if (title?.value) title.value = { ...title.value, inWatchlist: listed };
      await this.watchlist.load();
    });
  }

  /** Marks episodes as watched or not; the title is asked again, for it knows what follows. */
  async markWatched(card: Pick<TitleCard, "kind" | "id">, episodes: EpisodeCard[], watched: boolean) {
    await this.attempt(async () => {
      for (const { season, episode } of episodes) {
        await ipc.setWatched(card.kind, card.id, season, episode, watched);
      }
      await this.titles.get(`${card.kind}/${card.id}`)?.load();
      void this.underway.load();
    });
  }

  /** Runs something that may fail; a failure is said in a toast. */
  async attempt(run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
      return false;
    }
  }

  /** One change; the settings the shell answers with are the truth. */
  change(change: SettingChange): Promise<boolean> {
    return this.attempt(async () => void (this.settings.value = await ipc.changeSetting(change)));
  }

  /** The system's own dialog asks for a program; the one chosen is the player from then on. */
  choosePlayer(): Promise<boolean> {
    return this.attempt(async () => void (this.settings.value = await ipc.choosePlayer(t.verb.choosePlayer)));
  }

  forget(entry: HistoryEntry): Promise<boolean> {
    return this.attempt(async () => {
      await ipc.forgetHistory(entry.entryId);
      this.history.value = this.history.value?.filter((other) => other.entryId !== entry.entryId) ?? null;
      // Clearing forgets one after the other: it is not asked for each.
      this.underway.look(300);
    });
  }

  /** Something began to play: history grew, and an episode counts as watched. */
  private played() {
    void this.history.load();
    this.lookAgain(0);
  }

  /** Where films and episodes stand now. */
  private lookAgain(pauseMs?: number) {
    this.underway.look(pauseMs);
    const { route } = this.router;
    if (route.place === "title") this.titles.get(`${route.kind}/${route.id}`)?.look(pauseMs);
  }
}

const pickOf = ({ kind, id, season, episode }: Extract<Query, { type: "title" }>) => ({ kind, id, season, episode });

function kept<T>(held: Map<string, Loaded<T>>, key: string, make: () => Loaded<T>): Loaded<T> {
  const found = held.get(key);
  if (found) return found;
  const made = make();
  held.set(key, made);
  return made;
}

export const app = new App();
