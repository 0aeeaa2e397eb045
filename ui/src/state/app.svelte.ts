// What every place shares: the route, the app's standing facts, settings, history, home rows, titles already opened.
import { asWireError, ipc } from "../ipc";
import type {
  AppInfo,
  HistoryEntry,
  HomeRow,
  Kind,
  SettingChange,
  SettingsView,
  TitleCard,
  TitleDetails,
} from "../wire";
import { Loaded } from "./loaded.svelte";
import { Picks } from "./picks.svelte";
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
  picks = new Picks(this.toasts, () => this.played());
  sheetOpen = $state(false);
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
  }

  service = $derived(
    this.settings.value?.services.find((service) => service.name === this.settings.value?.order[0]) ?? null,
  );
  /** True until the settings say otherwise: nobody is sent to sign in by a slow disk. */
  signedIn = $derived(this.service?.signedIn ?? true);

  homeRow(row: HomeRow): Loaded<TitleCard[]> {
    return kept(this.rows, row.id, () => new Loaded(() => ipc.catalog(row.id, 0)));
  }

  title(kind: Kind, id: string): Loaded<TitleDetails> {
    return kept(this.titles, `${kind}/${id}`, () => new Loaded(() => ipc.titleDetails(kind, id)));
  }

  openTitle(card: TitleCard, season: number | null = null, episode: number | null = null) {
    this.router.go({ place: "title", kind: card.kind, id: card.id, season, episode });
  }

  /** One change; the settings the shell answers with are the truth. */
  async change(change: SettingChange): Promise<boolean> {
    try {
      this.settings.value = await ipc.changeSetting(change);
      return true;
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
      return false;
    }
  }

  async forget(entry: HistoryEntry): Promise<boolean> {
    try {
      await ipc.forgetHistory(entry.entryId);
      this.history.value = this.history.value?.filter((other) => other.entryId !== entry.entryId) ?? null;
      return true;
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
      return false;
    }
  }

  /** Something began to play: history grew, and an episode counts as watched. */
  private played() {
    void this.history.load();
    const { route } = this.router;
    if (route.place === "title") void this.titles.get(`${route.kind}/${route.id}`)?.load();
  }
}

function kept<T>(held: Map<string, Loaded<T>>, key: string, make: () => Loaded<T>): Loaded<T> {
  const found = held.get(key);
  if (found) return found;
  const made = make();
  held.set(key, made);
  return made;
}

export const app = new App();
