// The filters of the list: which rows they leave, what hides the others, and what can be filtered by.
import type { StreamRow } from "../wire";
import { applyFilters, facets, reasonKey, showAll, summarise, type Filters, type HiddenReason } from "./filter";
import { store, stored } from "./storage";
import { parseQuery, without } from "./query";
import type { Rows } from "./searchstate";

export class RowFilter {
  values = $state.raw<Filters>({ ...showAll, cachedOnly: stored("cachedOnly") === "yes" });

  constructor(
    private readonly rows: () => Rows,
    private readonly ordered: () => StreamRow[],
  ) {}

  query = $derived(parseQuery(this.values.text));
  private filtered = $derived.by(() => applyFilters(this.ordered(), this.values, this.query));
  shown = $derived(this.filtered.shown);
  hidden = $derived(this.filtered.hidden);
  tiers = $derived.by(() => summarise(this.rows().values()));
  facets = $derived.by(() => facets(this.rows().values()));

  set(change: Partial<Filters>) {
    this.values = { ...this.values, ...change };
    if (change.cachedOnly !== undefined) store("cachedOnly", change.cachedOnly ? "yes" : "no");
  }

  /** Shows everything, what the preferences hide as well. */
  clear() {
    this.set({ ...showAll, unhide: true });
  }

  /** Shows what one reason hides. */
  lift(reason: HiddenReason) {
    const { lifted, text } = this.values;
    if (reason.by === "preference") this.set({ lifted: [...lifted, reasonKey(reason.say)] });
    else if (reason.by === "cachedOnly") this.set({ cachedOnly: false });
    else if (reason.by === "tier") this.set({ tier: null });
    else this.set({ text: without(text, reason.raw) });
  }

  /** For another title: what was typed is gone, the habit of cached only stays. */
  reset() {
    this.values = { ...showAll, cachedOnly: this.values.cachedOnly };
  }
}
