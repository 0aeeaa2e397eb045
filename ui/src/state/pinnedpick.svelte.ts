// The pick that is shown: when it may still give way to another, and the better one that is offered beside it.
import { mayMove, offered } from "./pin";
import type { SearchResult } from "./searchstate";

export class PinnedPick {
  private firstAt: number | null = null;

  constructor(
    private readonly search: () => SearchResult,
    private readonly touched: () => boolean,
  ) {}

  row = $derived.by(() => {
    const { pick, rows } = this.search();
    return pick ? (rows.get(pick.id) ?? null) : null;
  });
  /** The row of a better pick, which waits to be taken. */
  offered = $derived.by(() => {
    const search = this.search();
    const offer = offered(search);
    return offer ? (search.rows.get(offer.id) ?? null) : null;
  });

  mayMove(search: SearchResult): boolean {
    const since = this.firstAt === null ? 0 : performance.now() - this.firstAt;
    return mayMove(search, this.touched(), since);
  }

  /** Starts the clock when there is a pick for the first time. */
  note(search: SearchResult) {
    if (search.pick && this.firstAt === null) this.firstAt = performance.now();
  }

  reset() {
    this.firstAt = null;
  }
}
