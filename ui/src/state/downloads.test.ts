import { beforeEach, expect, it, vi } from "vitest";
import { t } from "../messages";
import { download } from "../testing/downloads";
import { Downloads } from "./downloads.svelte";
import { Toasts } from "./toasts.svelte";

vi.mock("../ipc", () => ({
  asWireError: (thrown: unknown) => thrown,
  ipc: { downloads: vi.fn(), controlDownloads: vi.fn(async () => {}), keepTitles: vi.fn(async () => {}) },
}));
const { ipc } = await import("../ipc");

let toasts: Toasts;
let downloads: Downloads;
beforeEach(() => {
  vi.clearAllMocks();
  toasts = new Toasts();
  downloads = new Downloads(toasts);
});
const texts = () => toasts.list.map(({ text }) => text);

it("what is done is on the disk, and what is gone is not", () => {
  const spot = { id: "tt1", season: 1, episode: 2 };
  downloads.take([download({ downloadId: 1, episode: 2, state: "gone" })]);
  expect(downloads.at(spot)).toBe(null);
  expect(downloads.of(spot)?.downloadId).toBe(1);
  downloads.take([download({ downloadId: 1, episode: 2, state: "done" }), download({ downloadId: 2, episode: 2 })]);
  expect([downloads.at(spot)?.downloadId, downloads.of(spot)?.downloadId]).toEqual([1, 1]);
  expect(downloads.at({ ...spot, season: 2 })).toBe(null);
});

it("one notice is given for all that came together", () => {
  const of = (...states: ("coming" | "done")[]) =>
    states.map((state, at) => download({ downloadId: at, episode: at, state }));
  downloads.take(of("done", "coming", "coming"));
  downloads.take(of("done", "done", "coming"));
  expect(texts()).toEqual([]);
  downloads.take(of("done", "done", "done"));
  expect(texts()).toEqual([t.downloads.came("Tide", 2)]);
  downloads.take(of("done", "done", "done"));
  expect(toasts.list).toHaveLength(1);
});

it("one is moved past its neighbour of those that are to come", () => {
  const list = [download({ downloadId: 1 }), download({ downloadId: 2, state: "done" }), download({ downloadId: 3 })];
  downloads.take(list);
  downloads.move(list[2]!, -1);
  expect(ipc.controlDownloads).toHaveBeenLastCalledWith({ type: "arrange", ids: [3, 2, 1] });
  downloads.move(list[2]!, 1);
  expect(ipc.controlDownloads).toHaveBeenCalledTimes(1);
});
