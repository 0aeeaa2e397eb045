// What is kept on disk in the mock: the address may ask for other lists (`queue`, `downloadsempty`, `diskfull`, `kept`, `metered`,
// `notaspromised`).
import type {
  DownloadControl,
  DownloadItem,
  DownloadList,
  DownloadSettings,
  FollowedShow,
  PlayRequest,
  TitleCard,
} from "../wire";
import type { Channel } from "./channel";
import { namingExamples } from "./naming";
import { state } from "./state";
import { cards } from "./titles";
import { fail, wait } from "./tools";

const cardOf = (id: string) => cards.find((card) => card.id === id) as TitleCard;
const gb = 1e9;

function item(downloadId: number, id: string, episode: number | null, rest: Partial<DownloadItem>): DownloadItem {
  const title = cardOf(id);
  const release = `${title.name.replaceAll(/[^\w]+/g, ".")}${episode === null ? "" : `.S01E${String(episode).padStart(2, "0")}`}.1080p.WEB-DL.DDP5.1.H.264-NTb`;
  return {
    downloadId,
    title,
    season: episode === null ? null : 1,
    episode,
    row: String(downloadId).repeat(40).slice(0, 40),
    release,
    path: `~/Videos/Perihelion/${title.name}/${release}.mkv`,
    state: "done",
    bytes: 0,
    length: 1.4 * gb,
    speed: null,
    secondsLeft: null,
    error: null,
    ...rest,
  };
}

const here = [
  item(1, "tt9100001", 1, { bytes: 1.4 * gb }),
  item(2, "tt9100001", 2, { bytes: 1.5 * gb, length: 1.5 * gb }),
  item(3, "tt1727587", null, { bytes: 4.1 * gb, length: 4.1 * gb }),
  item(4, "kitsu:90001", 500, { state: "gone", bytes: 0.7 * gb, length: 0.7 * gb }),
];
const full = fail(
  "diskFull",
  "The disk is full: 1.20 GB more would be needed, 45.1 MB are free",
  "Make room; it goes on by itself",
);
const clip = fail(
  "wrongLength",
  "The file is not what was promised: it lasts 60 s and should last 58 min",
  "Fetch another release, or keep it as it is",
);
const queue = [
  item(11, "tt9100001", 4, { state: "coming", bytes: 0.62 * gb, speed: 18.4e6, secondsLeft: 42 }),
  item(12, "tt9100001", 5, { state: "coming", bytes: 0.08 * gb, length: 1.6 * gb, speed: 11.2e6, secondsLeft: 136 }),
  item(13, "tt9100001", 6, { state: "finding", row: null, release: null, length: null }),
  item(14, "tt9100001", 7, { state: "waiting", row: null, release: null, length: null }),
  item(15, "tt7957776", null, { state: "paused", bytes: 2.9 * gb, length: 8.4 * gb }),
  item(16, "tt9100004", 3, { state: "failed", bytes: 0.2 * gb, length: 1.4 * gb, error: full }),
];

let list: DownloadItem[] =
  state === "downloadsempty" || state === "empty" || state === "first"
    ? []
    : state === "queue"
      ? [...here, ...queue]
      : state === "diskfull"
        ? [item(16, "tt9100004", 3, { state: "failed", bytes: 0.2 * gb, error: full })]
        : state === "kept"
          ? here
          : state === "metered"
            ? [
                item(11, "tt9100001", 4, { state: "metered", bytes: 0.62 * gb }),
                item(12, "tt9100001", 5, { state: "metered", row: null, release: null, length: null }),
                ...here,
              ]
            : state === "notaspromised"
              ? [item(17, "tt9100004", 3, { state: "failed", bytes: 1.4 * gb, error: clip }), ...here]
              : [];
let followed: FollowedShow[] = ["queue", "metered", "followed"].includes(state ?? "")
  ? [
      { title: cardOf("tt9100001"), count: 3 },
      { title: cardOf("tt9100004"), count: 1 },
    ]
  : [];

const listeners = new Set<Channel<DownloadList>>();
function tell(next: DownloadItem[]) {
  list = next;
  for (const listener of listeners) listener.onmessage({ items: list, followed });
}
const change = (id: number, part: Partial<DownloadItem>) =>
  tell(list.map((one) => (one.downloadId === id ? { ...one, ...part } : one)));

function obey(control: DownloadControl) {
  const still = { speed: null, secondsLeft: null } as const;
  switch (control.type) {
    case "pause":
      return change(control.id, { state: "paused", ...still });
    case "resume":
      return change(control.id, { state: "waiting", error: null, ...still });
    case "another":
      return change(control.id, { state: "finding", error: null, row: null, release: null, bytes: 0, length: null });
    case "goOnMetered":
      return tell(list.map((one) => (one.state === "metered" ? { ...one, state: "waiting" } : one)));
    case "pauseAll":
      return tell(
        list.map((one) => (["done", "gone"].includes(one.state) ? one : { ...one, state: "paused", ...still })),
      );
    case "resumeAll":
      return tell(list.map((one) => (one.state === "paused" ? { ...one, state: "waiting" } : one)));
    case "remove":
      return tell(list.filter((one) => one.downloadId !== control.id));
    case "arrange":
      return tell(list.toSorted((a, b) => control.ids.indexOf(a.downloadId) - control.ids.indexOf(b.downloadId)));
    case "look":
      return;
  }
}

let last = 100;
const add = (requests: Pick<PlayRequest, "id" | "season" | "episode">[]) =>
  tell([
    ...list,
    ...requests.map(({ id, episode }) => {
      last += 1;
      return item(last, id, episode, { state: "waiting", row: null, release: null, length: null });
    }),
  ]);

export const downloadCommands = {
  downloads: ({ events }: { events: Channel<DownloadList> }) => {
    if (state === "libraryfail") throw fail("storage", "The list of downloads cannot be read.", "Start the app anew.");
    listeners.add(events);
    setTimeout(() => events.onmessage({ items: list, followed }));
  },
  control_downloads: ({ control }: { control: DownloadControl }) => void obey(control),
  keep_links: async ({ linkIds }: { linkIds: string[] }) => {
    await wait(200);
    add(linkIds.map((_, at) => ({ id: "tt9100001", season: 1, episode: at + 1 })));
  },
  keep_titles: async ({ requests }: { requests: PlayRequest[] }) => {
    await wait(200);
    add(requests);
  },
  follow_show: async ({ id, count }: { id: string; count: number | null }) => {
    await wait(100);
    const others = followed.filter(({ title }) => title.id !== id);
    followed = count === null ? others : [...others, { title: cardOf(id), count }];
    tell(list);
  },
  watched_downloads: async () => list.filter(({ downloadId }) => downloadId < 3).map(({ downloadId }) => downloadId),
  play_download: async () => {
    await wait(400);
    return { id: "mpv", label: "mpv", leftOut: [] };
  },
  show_download: () => wait(50),
  naming_examples: async ({ settings }: { settings: DownloadSettings }) => namingExamples(settings),
};
