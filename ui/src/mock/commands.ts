// Every command of the contract, answered from invented data.
import type { AppInfo, BrowseRequest, Kind, Listing, Shelf, TitleCard } from "../wire";
import { downloadCommands } from "./downloads";
import { libraryCommands } from "./library";
import { linkCommands } from "./links";
import { playingCommands } from "./playing";
import { readQuery } from "./queries";
import { noKeyring, settingsCommands } from "./settings";
import { state } from "./state";
import { streamCommands } from "./streams";
import { cards, details } from "./titles";
import { fail, wait } from "./tools";
import { updateCommands } from "./updates";

const of = (kind: Kind) => cards.filter((card) => card.kind === kind);

const rowOf = (id: string, label: string, kind: Kind, listing: string, genre: string | null = null) => ({
  id,
  label,
  kind,
  listing,
  genre,
});

/** The rows the shell has, shorter. */
const homeRows = [
  rowOf("films-popular", "Popular films", "movie", "top"),
  rowOf("series-popular", "Popular series", "series", "top"),
  rowOf("anime-trending", "Trending anime", "anime", "kitsu-anime-trending"),
  rowOf("films-animation", "Animated films", "movie", "top", "Animation"),
  rowOf("series-drama", "Drama series", "series", "top", "Drama"),
];

const narrowed = (name: string): Listing["narrowed"] =>
  name === "year" ? "toYear" : name === "kitsu-anime-trending" ? "never" : "toGenre";
const listing = (name: string) => ({ name, narrowed: narrowed(name) });
const shelves: Shelf[] = [
  ...(["movie", "series"] as const).map((kind) => ({
    kind,
    listings: ["top", "imdbRating", "year"].map(listing),
    genres: ["Action", "Adventure", "Animation", "Comedy", "Documentary", "Drama", "Fantasy", "Horror", "Mystery"],
  })),
  {
    kind: "anime",
    listings: ["kitsu-anime-trending", "kitsu-anime-popular", "kitsu-anime-rating", "kitsu-anime-airing"].map(listing),
    genres: ["Adventure", "Comedy", "Drama", "Fantasy", "Mecha", "Romance", "Slice of Life"],
  },
];

export const commands: Record<string, (args: never) => unknown> = {
  app_info: async (): Promise<AppInfo> => ({
    version: "0.1.0",
    demo: true,
    notices: state === "nokeyring" ? [noKeyring] : [],
    homeRows,
    shelves,
    language: new URLSearchParams(location.search).get("language") ?? "en",
  }),
  catalog: async ({ row }: { row: string }) => {
    await wait(row.startsWith("anime") ? 900 : 400);
    if (state === "homefail" || (state === "rowfail" && row === "series-popular"))
      throw fail("unreachable", "The catalogue did not answer.", "Check the connection.");
    const kind = homeRows.find((one) => one.id === row)?.kind ?? "movie";
    return row === "films-animation" || row === "series-drama" ? of(kind).toReversed() : of(kind);
  },
  browse: async ({ request }: { request: BrowseRequest }) => {
    await wait(350);
    if (state === "homefail") throw fail("unreachable", "The catalogue did not answer.", "Check the connection.");
    const fits = (card: TitleCard) =>
      request.of === null || card.genres.includes(request.of) || (card.years ?? "").startsWith(request.of);
    // Nothing invented is long enough for a second page: it is the same titles under other ids.
    const all = of(request.kind).filter(fits);
    const pages = Array.from({ length: request.of === null ? 6 : 1 }, (_, page) =>
      all.map((card) => ({ ...card, id: page === 0 ? card.id : `${card.id}${page}` })),
    ).flat();
    return pages.slice(request.skip, request.skip + 30);
  },
  same_show: async ({ id }: { id: string }) => {
    await wait(200);
    if (id === "kitsu:90001") return { kind: "series", id: "tt9200001" };
    return id === "tt9200001" ? { kind: "anime", id: "kitsu:90001" } : null;
  },
  read_query: async ({ text }: { text: string }) => readQuery(text),
  read_torrent_file: async (bytes: Uint8Array) => {
    await wait(150);
    if (bytes[0] !== 100)
      throw fail("badInput", "This is not a torrent file.", "Its name ends with .torrent, its content does not.");
    return { type: "torrent", id: "0".repeat(40), name: "Sintel.2010.1080p.BluRay.x264-DON" };
  },
  search_titles: async ({ query, kind }: { query: string; kind: Kind }) => {
    await wait(200 + (kind === "anime" ? 400 : 0));
    if (state === "rowfail" && kind === "anime")
      throw fail("timeout", "Kitsu did not answer in time.", "Try again", "Kitsu");
    const wanted = query.toLowerCase();
    return of(kind).filter((card) => card.name.toLowerCase().includes(wanted) || card.id === wanted);
  },
  title_details: async ({ id }: { id: string }) => {
    await wait(350);
    const title = details(id);
    if (!title || state === "titlefail")
      throw fail("notFound", "No catalogue knows this id.", "Check it, or search by name.");
    return title;
  },
  open_trailer: () => undefined,
  opened_links: () => new Promise(() => {}),
  ...settingsCommands,
  ...updateCommands,
  ...libraryCommands,
  ...downloadCommands,
  ...streamCommands,
  ...linkCommands,
  ...playingCommands,
  fetches: async () => [...(await linkCommands.fetches()), ...(await libraryCommands.fetches())],
  cancel_fetch: async (one: { fetchId: string }) => {
    linkCommands.cancel_fetch(one);
    await libraryCommands.cancel_fetch(one);
  },
};
