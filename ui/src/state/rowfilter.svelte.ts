// The filters of the list: which rows they leave, what hides the others, and what can be filtered by.
import type { StreamRow } from "../wire";
import {
  applyFilters,
  facets,
  hiddenBy,
  reasonKey,
  showAll,
  summarise,
  type Filters,
  type HiddenReason,
  type Tier,
} from "./filter";
import { store, stored } from "./storage";
import { parseQuery, without } from "./query";
import type { Rows } from "./searchstate";

export class RowFilter {
  values = $state.raw<Filters>({ ...showAll, cachedOnly: stored("cachedOnly") === "yes" });

  constructor(
    private readonly rows: () => Rows,
    private readonly ordered: () => StreamRow[],
    /** Called when other rows are chosen from. */
    private readonly onChoice: () => void = () => {},
  ) {}

  query = $derived(parseQuery(this.values.text));
  private filtered = $derived.by(() => applyFilters(this.ordered(), this.values, this.query));
  shown = $derived(this.filtered.shown);
  hidden = $derived(this.filtered.hidden);
  tiers = $derived.by(() => summarise(this.rows().values()));
  facets = $derived.by(() => facets(this.rows().values()));

  /** Whether anything above the list is chosen: then only what it shows is chosen from. */
  narrows = $derived.by(() => this.values.tier !== null || this.values.cachedOnly || this.query.terms.length > 0);

  /** How many rows a wish for a language leaves out only because they name none. */
  unnamed = $derived.by(() => hiddenBy(this.hidden, "unnamed"));

  set(change: Partial<Filters>) {
    const { tier, cachedOnly, text } = this.values;
    // Another text asks anew for the languages it names.
    const unnamed = change.text === undefined ? this.values.unnamed : false;
    this.values = { ...this.values, unnamed, ...change };
    if (change.cachedOnly !== undefined) store("cachedOnly", change.cachedOnly ? "yes" : "no");
    const now = this.values;
    if (now.tier !== tier || now.cachedOnly !== cachedOnly || now.text !== text) this.onChoice();
  }

  /** The same tier a second time is none. A tier without rows is not chosen. */
  toggleTier(tier: Tier) {
    const chosen = this.values.tier === tier;
    if (chosen || this.tiers.some((one) => one.tier === tier && one.count > 0))
      this.set({ tier: chosen ? null : tier });
  }

  /** Back to the best of all. */
  overall() {
    this.set({ tier: null, text: "" });
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
    else if (reason.by === "unnamed") this.set({ unnamed: true });
    else this.set({ text: without(text, reason.raw) });
  }

  /** For another title: what was typed is gone, the habit of cached only stays. */
  reset() {
    this.values = { ...showAll, cachedOnly: this.values.cachedOnly };
  }
}
