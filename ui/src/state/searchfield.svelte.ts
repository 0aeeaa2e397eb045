// The search field at the top: what is typed, pasted and entered in it, and the words the address brings along.
import { untrack } from "svelte";
import { ipc } from "../ipc";
import type { Query, TitleCard } from "../wire";
import type { RecentSearches } from "./recentsearches.svelte";
import type { Router } from "./router.svelte";
import type { TitleSearch } from "./search.svelte";
import type { Toasts } from "./toasts.svelte";

/** Text that names one thing: a link, an id, a magnet or an info hash in hex or base32. */
const namesOneThing = /^(magnet:|stremio:|https?:\/\/|tt\d{6,}|(kitsu|anidb|mal):\d+|[0-9a-f]{40}$|[a-z2-7]{32}$)/i;

export class SearchField {
  /** The words whose first result is opened once it is there. */
  private entered = $state<string | null>(null);

  constructor(
    private readonly router: Router,
    private readonly search: TitleSearch,
    private readonly recents: RecentSearches,
    private readonly toasts: Toasts,
    private readonly lead: {
      /** Goes where a text leads. */
      open: (query: Query) => void;
      /** Opens a title, at an episode where one is named. */
      title: (card: TitleCard, spot: { season: number; episode: number } | null) => void;
      /** Shows the commands. */
      commands: () => void;
      /** What is remembered instead of the text: the title it names. */
      nameOf: (query: Query) => Promise<string | null>;
    },
  ) {}

  get text() {
    return this.search.query;
  }

  /** A first `>` asks for the commands instead. */
  type(query: string) {
    this.forget();
    if (query === ">") {
      this.search.type("");
      return this.lead.commands();
    }
    this.search.type(query);
    this.show(query);
  }

  clear() {
    this.search.type("");
    if (this.searching) this.show("");
  }

  /** Whether the pasted text is taken: then it goes where it leads at once. Words are searched as if typed. */
  paste(pasted: string): boolean {
    const text = pasted.trim();
    if (!namesOneThing.test(text)) return false;
    // Elsewhere the field shows what the address says.
    if (this.router.route.place === "title") this.search.type(text);
    void this.toasts.attempt(async () => {
      const meaning = await ipc.readQuery(text);
      if (meaning.type === "title" || meaning.type === "torrent") this.leave(text, meaning);
      else this.show(text);
      // Only the catalogues know what the id is of: what they find for it is opened.
      if (meaning.type === "words") this.entered = text;
    });
    return true;
  }

  /** Enter: opens what the text names, or the first result for its words as soon as it is there. */
  enter() {
    const { meaning, asked, query } = this.search;
    if ((meaning?.type === "title" || meaning?.type === "torrent") && asked === query.trim())
      return this.leave(query, meaning);
    this.search.now();
    if (!this.searching) this.router.go({ place: "search", query });
    this.entered = query.trim();
  }

  /** What was entered is not waited for any more. */
  forget() {
    this.entered = null;
  }

  /** Opens a result: straight to the episode the words named, where there are episodes. */
  openResult(card: TitleCard) {
    this.recents.add(namesOneThing.test(this.search.query.trim()) ? card.name : this.search.query);
    this.lead.title(card, card.kind === "movie" ? null : this.search.spot);
  }

  /** Whether Escape led back from the results. */
  escape(): boolean {
    const { searching } = this;
    this.forget();
    if (searching) this.router.back();
    return searching;
  }

  /** A result was opened: what was typed is remembered. */
  remember() {
    this.recents.add(this.search.query);
  }

  /** The address leads, until the returned function is called: back and forward bring the words along. */
  follow(): () => void {
    return $effect.root(() => {
      $effect.pre(() => {
        const { route } = this.router;
        untrack(() => {
          if (route.place === "search") this.search.type(route.query);
          else if (route.place !== "title") this.search.type("");
          if (route.place !== "search") this.forget();
        });
      });
      $effect(() => {
        const { entered } = this;
        const { meaning, first, query } = this.search;
        if (entered === null || entered !== query.trim() || meaning === null) return;
        if (meaning.type === "words" && first === "unknown") return;
        untrack(() => {
          this.forget();
          if (meaning.type === "title" || meaning.type === "torrent") this.leave(query, meaning);
          else if (first !== "unknown" && first !== null) this.openResult(first);
        });
      });
    });
  }

  private get searching() {
    return this.router.route.place === "search";
  }

  private show(query: string) {
    this.router.go({ place: "search", query }, this.searching ? "replace" : "push");
  }

  private leave(text: string, meaning: Query) {
    this.recents.add(text);
    this.lead.open(meaning);
    void this.lead.nameOf(meaning).then(
      (name) => name !== null && this.recents.rename(text, name),
      () => {},
    );
  }
}
