import { beforeEach, expect, it, vi } from "vitest";
import { t } from "../messages";
import { download } from "../testing/downloads";
import type { DownloadItem, FollowedShow } from "../wire";
import { Downloads, shelved } from "./downloads.svelte";
import { Toasts } from "./toasts.svelte";

vi.mock("../ipc", () => ({
  asWireError: (thrown: unknown) => thrown,
  ipc: {
    downloads: vi.fn(),
    controlDownloads: vi.fn(async () => {}),
    keepTitles: vi.fn(async () => {}),
    followShow: vi.fn(async () => {}),
  },
}));
const { ipc } = await import("../ipc");

let toasts: Toasts;
let downloads: Downloads;
beforeEach(() => {
  vi.clearAllMocks();
  toasts = new Toasts();
  downloads = new Downloads(toasts);
});
const take = (items: DownloadItem[], followed: FollowedShow[] = []) => downloads.take({ items, followed });
const texts = () => toasts.list.map(({ text }) => text);

it("what is done is on the disk, and what is gone is not", () => {
  const spot = { id: "tt1", season: 1, episode: 2 };
  take([download({ downloadId: 1, episode: 2, state: "gone" })]);
  expect(downloads.at(spot)).toBe(null);
  expect(downloads.of(spot)?.downloadId).toBe(1);
  take([download({ downloadId: 1, episode: 2, state: "done" }), download({ downloadId: 2, episode: 2 })]);
  expect([downloads.at(spot)?.downloadId, downloads.of(spot)?.downloadId]).toEqual([1, 1]);
  expect(downloads.at({ ...spot, season: 2 })).toBe(null);
});

it("what is there stands by title, the last first, and its episodes in their order", () => {
  const of = (downloadId: number, id: string, season: number | null, episode: number | null) => {
    const item = download({ downloadId, season, episode });
    return { ...item, title: { ...item.title, id } };
  };
  const items = [of(1, "tt1", 2, 1), of(2, "tt1", 1, 10), of(3, "tt2", null, null), of(4, "tt1", 1, 9)];
  expect(shelved(items).map(({ downloadId }) => downloadId)).toEqual([4, 2, 1, 3]);
});

it("one notice is given for all that came together", () => {
  const of = (...states: ("coming" | "done")[]) =>
    states.map((state, at) => download({ downloadId: at, episode: at, state }));
  take(of("done", "coming", "coming"));
  take(of("done", "done", "coming"));
  expect(texts()).toEqual([]);
  take(of("done", "done", "done"));
  expect(texts()).toEqual([t.downloads.came("Tide", 2)]);
  take(of("done", "done", "done"));
  expect(toasts.list).toHaveLength(1);
});

it("one is moved past its neighbour of those that are to come", () => {
  const list = [download({ downloadId: 1 }), download({ downloadId: 2, state: "done" }), download({ downloadId: 3 })];
  take(list);
  downloads.move(list[2]!, -1);
  expect(ipc.controlDownloads).toHaveBeenLastCalledWith({ type: "arrange", ids: [3, 2, 1] });
  downloads.move(list[2]!, 1);
  expect(ipc.controlDownloads).toHaveBeenCalledTimes(1);
});

it("a show is kept ahead until it is not, and each is said once", async () => {
  const title = download({}).title;
  await downloads.keepAhead(title, 3);
  expect(ipc.followShow).toHaveBeenLastCalledWith("series", "tt1", 3);
  take([], [{ title, count: 3 }]);
  expect([downloads.ahead("tt1"), downloads.ahead("tt2")]).toEqual([3, null]);
  await downloads.keepAhead(title, 5);
  await downloads.keepAhead(title, null);
  expect(ipc.followShow).toHaveBeenLastCalledWith("series", "tt1", null);
  expect(texts()).toEqual([t.downloads.aheadBegun(3, "Tide"), t.downloads.aheadEnded("Tide")]);
});
