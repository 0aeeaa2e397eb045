// What is kept on disk: followed as long as the window is open, and what the person does with it here.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import type {
  DownloadControl,
  DownloadItem,
  DownloadList,
  EpisodeCard,
  FollowedShow,
  TitleCard,
  WireError,
} from "../wire";
import { playerName } from "./links.svelte";
import type { Spot } from "./nowplaying.svelte";
import type { Toasts } from "./toasts.svelte";

const key = ({ id, season, episode }: Spot) => [id, id.startsWith("kitsu:") ? null : season, episode].join("/");
const spotOf = ({ title, season, episode }: DownloadItem): Spot => ({ id: title.id, season, episode });

/** Whether it comes, or will without anybody doing anything. */
export const isUnderWay = ({ state }: DownloadItem) => ["waiting", "metered", "finding", "coming"].includes(state);

/** Whether all of it has come, and it is not what it was taken for. */
export const isOther = ({ state, error }: DownloadItem) =>
  state === "failed" && ["noPicture", "wrongLength", "wrongResolution", "wrongLanguage"].includes(error?.code ?? "");

/** Titles by what was last put into the list, each with its episodes in their order. Pure. */
export function shelved(items: DownloadItem[]): DownloadItem[] {
  const titles = new Map<string, DownloadItem[]>();
  for (const item of items.toReversed()) {
    const episodes = titles.get(item.title.id);
    if (episodes) episodes.push(item);
    else titles.set(item.title.id, [item]);
  }
  const before = (a: DownloadItem, b: DownloadItem) =>
    (a.season ?? 0) - (b.season ?? 0) || (a.episode ?? 0) - (b.episode ?? 0);
  return [...titles.values()].flatMap((episodes) => episodes.sort(before));
}

/** How many episodes are kept ahead where nothing else was chosen. */
export const AHEAD = 3;

export class Downloads {
  /** In their order; null until the list was told. */
  list = $state.raw<DownloadItem[] | null>(null);
  /** Shows of which the next episodes are kept. */
  followed = $state.raw<FollowedShow[]>([]);
  error = $state.raw<WireError | null>(null);
  /** The one that is being started in the player. */
  opening = $state<number | null>(null);
  /** What has been under way since nothing was. */
  private readonly came = new Set<number>();
  private bySpot = $derived(new Map((this.list ?? []).map((item) => [key(spotOf(item)), item])));
  private onDisk = $derived(
    new Map((this.list ?? []).filter(({ state }) => state === "done").map((item) => [key(spotOf(item)), item])),
  );

  constructor(private readonly toasts: Toasts) {}

  /** Follows the list until the window closes. */
  follow() {
    this.error = null;
    void ipc
      .downloads((list) => this.take(list))
      .catch((thrown: unknown) => {
        this.error = asWireError(thrown);
      });
  }

  take({ items, followed }: DownloadList) {
    this.list = items;
    this.followed = followed;
    for (const item of items) if (isUnderWay(item)) this.came.add(item.downloadId);
    if (items.some(isUnderWay)) return;
    // One notice for all that came together.
    const came = items.filter((item) => item.state === "done" && this.came.has(item.downloadId));
    this.came.clear();
    if (came[0]) this.toasts.say(t.downloads.came(came[0].title.name, came.length), "good");
  }

  /** What lies on the disk of a film or episode. */
  at(spot: Spot): DownloadItem | null {
    return this.onDisk.get(key(spot)) ?? null;
  }

  /** What is kept or is to be of a film or episode. */
  of(spot: Spot): DownloadItem | null {
    return this.at(spot) ?? this.bySpot.get(key(spot)) ?? null;
  }

  async control(control: DownloadControl): Promise<boolean> {
    return this.toasts.attempt(() => ipc.controlDownloads(control));
  }

  /** Has one come before or after its neighbour. */
  move(item: DownloadItem, by: -1 | 1) {
    const ids = (this.list ?? []).map((one) => one.downloadId);
    const open = (this.list ?? []).filter((one) => one.state !== "done" && one.state !== "gone");
    const other = open[open.indexOf(item) + by];
    if (!other) return;
    const [from, to] = [ids.indexOf(item.downloadId), ids.indexOf(other.downloadId)];
    ids[from] = other.downloadId;
    ids[to] = item.downloadId;
    void this.control({ type: "arrange", ids });
  }

  async keepLinks(linkIds: string[]): Promise<boolean> {
    const kept = await this.toasts.attempt(() => ipc.keepLinks(linkIds));
    if (kept) this.toasts.say(t.downloads.keeping(linkIds.length), "good");
    return kept;
  }

  /** Keeps episodes of a title; a release of each is found when it is its turn. */
  async keepEpisodes({ kind, id }: Pick<TitleCard, "kind" | "id">, cards: EpisodeCard[]) {
    const requests = cards.map(({ season, episode }) => ({ kind, id, season, episode }));
    if (await this.toasts.attempt(() => ipc.keepTitles(requests)))
      this.toasts.say(t.downloads.keeping(cards.length), "good");
  }

  /** How many episodes of a show are kept ahead; null where it is not followed. */
  ahead(id: string): number | null {
    return this.followed.find(({ title }) => title.id === id)?.count ?? null;
  }

  /** Keeps so many of the next episodes of a show; null ends that. */
  async keepAhead({ kind, id, name }: Pick<TitleCard, "kind" | "id" | "name">, count: number | null) {
    const before = this.ahead(id);
    if (!(await this.toasts.attempt(() => ipc.followShow(kind, id, count)))) return;
    if (count === null) this.toasts.say(t.downloads.aheadEnded(name));
    else if (before === null) this.toasts.say(t.downloads.aheadBegun(count, name), "good");
  }

  async play({ downloadId }: DownloadItem) {
    this.opening = downloadId;
    await this.toasts.attempt(async () => {
      const played = await ipc.playDownload(downloadId);
      this.toasts.say(t.library.playing(playerName(played)), "good");
    });
    this.opening = null;
  }

  async show({ downloadId }: DownloadItem) {
    await this.toasts.attempt(() => ipc.showDownload(downloadId));
  }
}
