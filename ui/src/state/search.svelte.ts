// Live search: what the text means, then three kinds asked at once, a moment after the last key; answers to older words
// are dropped.
import { asWireError, ipc } from "../ipc";
import type { Kind, Query, TitleCard, WireError } from "../wire";
import { plain } from "./plain";

export type Group = { kind: Kind; titles: TitleCard[] | null; error: WireError | null; loading: boolean };

export const searchKinds: Kind[] = ["movie", "series", "anime"];
const pause = 250;

/** A title without case, accents and signs. */
const bare = (text: string) =>
  plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const blank = (loading: boolean): Group[] => searchKinds.map((kind) => ({ kind, titles: null, error: null, loading }));

export class TitleSearch {
  query = $state("");
  groups = $state.raw<Group[]>(blank(false));
  /** The words the groups answer to. */
  asked = $state("");
  /** What the text means, once it was read: words, a title, a torrent, or nothing usable. */
  meaning = $state.raw<Query | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  constructor(
    private readonly ask: (query: string, kind: Kind) => Promise<TitleCard[]> = ipc.searchTitles,
    private readonly read: (text: string) => Promise<Query> = ipc.readQuery,
  ) {}

  /** The title's own words, without the episode they may name. */
  get words(): string {
    return this.meaning?.type === "words" ? this.meaning.text : this.query.trim();
  }

  /** The episode the words name, as in `harbour lights s2e5`. */
  get spot(): { season: number; episode: number } | null {
    const { meaning } = this;
    if (meaning?.type !== "words" || meaning.season === null || meaning.episode === null) return null;
    return { season: meaning.season, episode: meaning.episode };
  }

  /** What Enter opens: the title that is called just so, else the first once all have answered. Null when there is none. */
  get first(): TitleCard | "unknown" | null {
    if (this.meaning?.type !== "words" || this.asked !== this.query.trim()) return "unknown";
    const groups = this.spot ? this.groups.filter(({ kind }) => kind !== "movie") : this.groups;
    const titles = groups.filter(({ loading }) => !loading).flatMap((group) => group.titles ?? []);
    const exact = titles.find(({ name }) => bare(name) === bare(this.words));
    if (exact) return exact;
    return groups.some(({ loading }) => loading) ? "unknown" : (titles[0] ?? null);
  }

  /** What the field holds now. Nothing is asked until the person pauses. */
  type(query: string) {
    if (query === this.query) return;
    this.query = query;
    clearTimeout(this.timer);
    this.turn += 1;
    if (query.trim() === "") {
      this.asked = "";
      this.meaning = null;
      this.groups = blank(false);
      return;
    }
    this.groups = this.groups.map((group) => ({ ...group, loading: true }));
    this.timer = setTimeout(() => void this.run(), pause);
  }

  /** Without waiting for the pause. */
  now() {
    if (this.query.trim() === "" || this.query.trim() === this.asked) return;
    clearTimeout(this.timer);
    void this.run();
  }

  retry(kind: Kind) {
    void this.fill(kind, this.words, this.turn);
  }

  private async run() {
    this.turn += 1;
    const turn = this.turn;
    this.asked = this.query.trim();
    const meaning = await this.read(this.asked).catch(
      () => ({ type: "words", text: this.asked, season: null, episode: null }) satisfies Query,
    );
    if (turn !== this.turn) return;
    this.meaning = meaning;
    if (meaning.type === "words") for (const kind of searchKinds) void this.fill(kind, meaning.text, turn);
    else this.groups = blank(false);
  }

  private async fill(kind: Kind, query: string, turn: number) {
    this.change(kind, { loading: true, error: null });
    try {
      const titles = await this.ask(query, kind);
      if (turn === this.turn) this.change(kind, { titles, error: null, loading: false });
    } catch (thrown) {
      if (turn === this.turn) this.change(kind, { titles: null, error: asWireError(thrown), loading: false });
    }
  }

  private change(kind: Kind, change: Partial<Group>) {
    this.groups = this.groups.map((group) => (group.kind === kind ? { ...group, ...change } : group));
  }
}
