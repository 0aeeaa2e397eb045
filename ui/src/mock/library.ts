// What was played, listed, added and fetched, and what lies in the accounts of the mock.
import type { AddedEntry, CloudItem, CloudPage, ContinueItem, Fetch, HistoryEntry, Kind, TitleCard } from "../wire";
import { state } from "./state";
import { cards, mark, watchlist } from "./titles";
import { before, fail, wait } from "./tools";

const hoursAgo = (hours: number) => before(hours * 3_600_000);
const bare = state === "first" || state === "empty";
const cardOf = (id: string) => cards.find((card) => card.id === id) as TitleCard;

const played = [
  ["tt9100001", 1, 4, 2],
  ["kitsu:90001", 1, 500, 20],
  ["tt1727587", null, null, 30],
  ["tt9100004", 1, 3, 75],
  ["tt7957776", null, null, 99],
] as const;

let past: HistoryEntry[] = bare
  ? []
  : played.map(([id, season, episode, hours], index) => ({
      entryId: index + 1,
      title: cardOf(id),
      season,
      episode,
      fileName:
        season === null
          ? `${cardOf(id).name.replaceAll(" ", ".")}.1080p.BluRay.x264-DON.mkv`
          : `${cardOf(id).name.replaceAll(" ", ".")}.S0${season}E0${episode}.1080p.WEB-DL.DDP5.1.H.264-NTb.mkv`,
      playedAt: hoursAgo(hours),
    }));

const underway: ContinueItem[] = bare
  ? []
  : (
      [
        ["tt9100001", 1, 4, 0.62, 20, 2],
        ["kitsu:90001", 1, 501, null, null, 20],
        ["tt1727587", null, null, 0.31, 10, 30],
        ["tt9100004", 1, 4, null, null, 75],
      ] as const
    ).map(([id, season, episode, progress, minutesLeft, hours]) => ({
      title: cardOf(id),
      season,
      episode,
      progress,
      minutesLeft,
      at: hoursAgo(hours),
    }));

if (bare) watchlist.clear();

let searched: string[] = [];

const cloud: Record<string, CloudItem[]> = Object.fromEntries(
  [
    ["realdebrid", 37],
    ["torbox", 4],
  ].map(([service, total]) => [
    service,
    Array.from({ length: bare ? 0 : Number(total) }, (_, index) => {
      const card = cards[(index * 5 + String(service).length) % cards.length] as TitleCard;
      return {
        itemId: `${service}-${index}`,
        name: `${card.name.replaceAll(/[^\w]+/g, ".")}.${index % 3 ? "1080p.WEB-DL.H.264-NTb" : "2160p.BluRay.REMUX.HEVC.DTS-HD.MA.5.1-FraMeSToR"}`,
        size: index % 6 === 5 ? null : 1.4e9 * (1 + (index % 9)),
        status: index === 2 ? "downloading" : "downloaded",
        ready: index !== 2,
        addedAt: hoursAgo(5 + index * 31),
        ours: index % 4 === 0,
      };
    }),
  ]),
);
const page = 12;

let added: AddedEntry[] = bare
  ? []
  : [
      ["Harbour.Lights.S01E04.1080p.WEB-DL.DDP5.1.H.264-NTb", "Real-Debrid", 2, true],
      ["Tideway.Chronicle.0481-0520.1080p.WEBRip.x265-Judas", "Real-Debrid", 20, true],
      ["Sintel.2010.2160p.BluRay.REMUX.HEVC-FraMeSToR", "TorBox", 31, false],
    ].map(([release, service, hours, used], index) => ({
      addedId: `a${index}`,
      release: String(release),
      service: String(service),
      addedAt: hoursAgo(Number(hours)),
      used: Boolean(used),
      inDoubt: false,
    }));

let fetches: Fetch[] = bare
  ? []
  : [
      {
        state: { type: "fetching" as const },
        progress: 0.42,
        release: "The.Cartographers.S02.1080p.WEB-DL.H.264-FLUX",
      },
      { state: { type: "queued" as const }, progress: null, release: "Low.Orbit.S01E05.2160p.WEB-DL.DV.H.265-playWEB" },
      { state: { type: "ready" as const }, progress: 1, release: "Nine.Lanterns.S01E09.1080p.WEB-DL.DDP5.1-NTb" },
      {
        state: {
          type: "failed" as const,
          error: fail(
            "legalBlock",
            "Real-Debrid refuses this torrent for legal reasons.",
            "Try another one.",
            "Real-Debrid",
          ),
        },
        progress: null,
        release: "Salt.and.Iron.S01.720p.HDTV.x264",
      },
    ].map((one, index) => ({
      fetchId: `f${index}`,
      id: String(index).repeat(40),
      service: "Real-Debrid",
      startedAt: hoursAgo(0.2 + index),
      ...one,
    }));

const down = () => {
  if (state === "cloudfail")
    throw fail("unreachable", "Real-Debrid does not answer.", "Check the connection.", "Real-Debrid");
};

export const libraryCommands = {
  history: async () => {
    if (state === "libraryfail") throw fail("storage", "The library could not be read.", "Check the disk.");
    return past;
  },
  forget_history: async ({ entryId }: { entryId: number }) =>
    void (past = past.filter((entry) => entry.entryId !== entryId)),
  continue_watching: async () => underway,
  watchlist: async () => [...watchlist].map(cardOf),
  set_watchlist: async ({ id, listed: on }: { kind: Kind; id: string; listed: boolean }) =>
    void (on ? watchlist.add(id) : watchlist.delete(id)),
  set_watched: async (change: { id: string; season: number | null; episode: number | null; watched: boolean }) =>
    mark(change.id, change.season, change.episode, change.watched),
  searches: async () => searched,
  keep_searches: async ({ texts }: { texts: string[] }) => void (searched = texts),
  cloud: async ({ service, page: at }: { service: string; page: number }): Promise<CloudPage> => {
    await wait(500);
    down();
    const all = cloud[service] ?? [];
    return {
      service,
      items: all.slice(at * page, (at + 1) * page),
      page: at,
      total: all.length,
      more: (at + 1) * page < all.length,
    };
  },
  cloud_files: async ({ itemId }: { itemId: string }) => {
    await wait(300);
    return itemId.endsWith("0")
      ? [
          { path: "Season 1/Harbour.Lights.S01E01.1080p.WEB-DL.mkv", size: 1.4e9, playable: true },
          { path: "Season 1/Harbour.Lights.S01E02.1080p.WEB-DL.mkv", size: 1.5e9, playable: true },
          { path: "Read me.txt", size: 1200, playable: false },
        ]
      : [{ path: "film.mkv", size: 4.1e9, playable: true }];
  },
  cloud_link: async ({ path }: { path: string }) => {
    await wait(500);
    return {
      linkId: "cloud",
      id: "",
      release: path,
      service: "Real-Debrid",
      fileName: path,
      fileSize: 1.4e9,
      host: "download.example.org",
      score: 1,
      reasons: [],
      expiresAt: null,
    };
  },
  cloud_remove: async ({ service, itemId }: { service: string; itemId: string }) =>
    void (cloud[service] = (cloud[service] ?? []).filter((item) => item.itemId !== itemId)),
  added: async () => added,
  undo_added: async ({ addedId }: { addedId: string }) =>
    void (added = added.filter((entry) => entry.addedId !== addedId)),
  fetches: async () => fetches,
  cancel_fetch: async ({ fetchId }: { fetchId: string }) =>
    void (fetches = fetches.filter((one) => one.fetchId !== fetchId)),
};
