// Which identical releases are listed one by one.
import type { StreamRow } from "../wire";
import { fold, releasesOf } from "./copies";

export class RowCopies {
  /** Ids of the rows that stand for a release that is unfolded. */
  private open = $state.raw<ReadonlySet<string>>(new Set());

  constructor(
    /** All rows in their order: what belongs together does not depend on the filters. */
    private readonly ordered: () => StreamRow[],
    /** The rows the filters leave. */
    private readonly shown: () => StreamRow[],
    /** The row that is the pick. */
    private readonly pick: () => string | null,
  ) {}

  private releases = $derived.by(() => releasesOf(this.ordered()));
  private folded = $derived.by(() => fold(this.shown(), this.releases, this.pick(), this.open));
  rows = $derived(this.folded.rows);
  copies = $derived(this.folded.copies);
  below = $derived(this.folded.below);

  /** Lists a release's torrents one by one, or as one again. Returns the row that stands for them; null when there is but one. */
  toggle(id: string): string | null {
    const { copies, below } = this.folded;
    const head = below.get(id) ?? (copies.has(id) ? id : null);
    if (head === null) return null;
    const members = [head, ...[...below].filter(([, of]) => of === head).map(([member]) => member)];
    const open = new Set(this.open);
    if (copies.get(head)?.open) for (const member of members) open.delete(member);
    else open.add(head);
    this.open = open;
    return head;
  }

  /** Folds everything. */
  reset() {
    this.open = new Set();
  }
}
