// What the catalogues list, asked for once and held: the rows of Home, a show's other page, and what is looked through.
import { asWireError, ipc } from "../ipc";
import type { BrowseRequest, HomeRow, Kind, SameShow, TitleCard, WireError } from "../wire";
import { kept, Loaded } from "./loaded.svelte";

/** A part of a catalogue, page after page. */
export class Listed {
  titles = $state.raw<TitleCard[]>([]);
  error = $state.raw<WireError | null>(null);
  loading = $state(false);
  /** Nothing comes after what is there. */
  complete = $state(false);

  constructor(private readonly of: Omit<BrowseRequest, "skip">) {}

  /** Asks for the next page, unless one is on its way or there is none. */
  async more(): Promise<void> {
    if (this.loading || this.complete) return;
    this.loading = true;
    this.error = null;
    try {
      const page = await ipc.browse({ ...this.of, skip: this.titles.length });
      const known = new Set(this.titles.map(({ id }) => id));
      const fresh = page.filter(({ id }) => !known.has(id));
      this.titles = [...this.titles, ...fresh];
      this.complete = fresh.length === 0;
    } catch (thrown) {
      this.error = asWireError(thrown);
    } finally {
      this.loading = false;
    }
  }
}

export class Catalogue {
  private rows = new Map<string, Loaded<TitleCard[]>>();
  private shows = new Map<string, Loaded<SameShow | null>>();
  private listed = new Map<string, Listed>();

  /** A row of Home. */
  row({ id }: Pick<HomeRow, "id">): Loaded<TitleCard[]> {
    return kept(this.rows, id, () => new Loaded(() => ipc.catalog(id, 0)));
  }

  /** The page of the same show in the other numbering. */
  sameShow(kind: Kind, id: string): Loaded<SameShow | null> {
    return kept(this.shows, `${kind}/${id}`, () => new Loaded(() => ipc.sameShow(kind, id)));
  }

  /** `of` is a genre, or the year where the listing goes by years. */
  list(kind: Kind, listing: string, of: string | null): Listed {
    const key = `${kind}/${listing}/${of ?? ""}`;
    const held = this.listed.get(key) ?? new Listed({ kind, listing, of });
    this.listed.set(key, held);
    return held;
  }
}
