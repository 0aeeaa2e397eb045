// Live search: three kinds asked at once, a moment after the last key, and answers to older words dropped.
import { asWireError, ipc } from "../ipc";
import type { Kind, TitleCard, WireError } from "../wire";

export type Group = { kind: Kind; titles: TitleCard[] | null; error: WireError | null; loading: boolean };

export const searchKinds: Kind[] = ["movie", "series", "anime"];
const pause = 250;

const blank = (loading: boolean): Group[] => searchKinds.map((kind) => ({ kind, titles: null, error: null, loading }));

export class TitleSearch {
  query = $state("");
  groups = $state.raw<Group[]>(blank(false));
  /** The words the groups answer to. */
  asked = $state("");
  private timer: ReturnType<typeof setTimeout> | undefined;
  private turn = 0;

  constructor(private readonly ask: (query: string, kind: Kind) => Promise<TitleCard[]> = ipc.searchTitles) {}

  /** What the field holds now. Nothing is asked until the person pauses. */
  type(query: string) {
    if (query === this.query) return;
    this.query = query;
    clearTimeout(this.timer);
    this.turn += 1;
    if (query.trim() === "") {
      this.asked = "";
      this.groups = blank(false);
      return;
    }
    this.groups = this.groups.map((group) => ({ ...group, loading: true }));
    this.timer = setTimeout(() => this.run(), pause);
  }

  /** Without waiting for the pause. */
  now() {
    if (this.query.trim() === "" || this.query.trim() === this.asked) return;
    clearTimeout(this.timer);
    this.run();
  }

  retry(kind: Kind) {
    void this.fill(kind, this.query.trim(), this.turn);
  }

  private run() {
    this.turn += 1;
    this.asked = this.query.trim();
    for (const kind of searchKinds) void this.fill(kind, this.asked, this.turn);
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
