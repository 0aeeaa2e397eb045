// The pick that is shown: the best of what the list shows. When it may still give way to another, and the better one that
// is offered beside it.
import type { StreamRow } from "../wire";
import type { Interaction } from "./interaction.svelte";
import { materiallyBetter, mayMove, settlingMs, type Presence } from "./pin";
import type { Rows } from "./searchstate";

export class PinnedPick {
  private id = $state<string | null>(null);
  private firstAt: number | null = null;

  constructor(
    private readonly rows: () => Rows,
    /** The best row, of those the filters leave. */
    private readonly best: () => StreamRow | null,
    private readonly interaction: Interaction,
  ) {}

  row = $derived.by(() => (this.id === null ? null : (this.rows().get(this.id) ?? null)));
  /** The row of a better pick, which waits to be taken. */
  offered = $derived.by(() => {
    const { row } = this;
    const best = this.best();
    return row && best && materiallyBetter(row, best) ? best : null;
  });

  /** Whether what is shown has stood long enough to be aimed at. */
  get stood(): boolean {
    return this.since >= settlingMs;
  }

  /** After rows arrived or changed: follows the best where it may. */
  settle() {
    const { row } = this;
    const best = this.best();
    if (best && (!row || mayMove(this.rows(), row, best, this.presence, this.since))) this.id = best.id;
    if (this.id !== null) this.firstAt ??= performance.now();
  }

  /** Takes the best: the filters were changed, or it was asked for. */
  take() {
    const best = this.best();
    if (best) this.id = best.id;
  }

  /** The person has gone without choosing: nothing holds the pick against a better one. */
  release() {
    if (this.offered) this.take();
  }

  /** This row plays. */
  show(id: string) {
    if (this.rows().has(id)) this.id = id;
  }

  reset() {
    this.id = null;
    this.firstAt = null;
  }

  private get since(): number {
    return this.firstAt === null ? 0 : performance.now() - this.firstAt;
  }

  private get presence(): Presence {
    const { interaction, stood } = this;
    if (interaction.chosen || interaction.isAt("pick", stood)) return "atPick";
    return interaction.isAt("list", stood) ? "atList" : "away";
  }
}
