// Opens and closes the search as the route leads to a film, an episode or a torrent, and away from it.
import { untrack } from "svelte";
import type { Kind, TitleDetails } from "../wire";
import type { Picks } from "./picks.svelte";
import type { TitleTarget } from "./wanted";
import type { Route } from "./router.svelte";
import { wantedBy, type Wanted } from "./wanted";

export class Opening {
  private insisted = $state.raw<TitleTarget | null>(null);

  constructor(
    private readonly route: () => Route,
    private readonly title: (kind: Kind, id: string) => TitleDetails | null,
    private readonly picks: Picks,
  ) {}

  private wanted = $derived.by(() => {
    const route = this.route();
    return wantedBy(route, route.place === "title" ? this.title(route.kind, route.id) : null, this.insisted);
  });
  /** The episode that is open is not out yet, and is not searched for. */
  early = $derived(this.wanted.type === "early");

  /** Searches for the open episode although it is not out, until another title is open or none. */
  insist() {
    if (this.wanted.type === "early") this.insisted = this.wanted.target;
  }

  /** Follows the route until the returned function is called. */
  follow(): () => void {
    return $effect.root(() => {
      // Before anything is drawn: no place ever shows the rows of the one before it.
      $effect.pre(() => {
        const { wanted } = this;
        untrack(() => this.apply(wanted));
      });
    });
  }

  private apply(wanted: Wanted) {
    if (wanted.type === "search") this.picks.open(wanted.target);
    else this.picks.close();
    const title = wanted.type !== "nothing" && wanted.target.type === "title" ? wanted.target.id : null;
    if (this.insisted && this.insisted.id !== title) this.insisted = null;
  }
}
