import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";
import { bytes } from "../../format";
import { t } from "../../messages";
import { Downloads } from "../../state/downloads.svelte";
import { Toasts } from "../../state/toasts.svelte";
import { download } from "../../testing/downloads";
import type { DownloadItem, FollowedShow } from "../../wire";
import DownloadsTab from "./DownloadsTab.svelte";

vi.mock("../../ipc", () => ({
  asWireError: (thrown: unknown) => thrown,
  imageUrl: () => null,
  ipc: {
    controlDownloads: vi.fn(async () => {}),
    followShow: vi.fn(async () => {}),
    watchedDownloads: vi.fn(async () => [1]),
    playDownload: vi.fn(async () => ({ id: "mpv", label: "mpv", leftOut: [] })),
  },
}));
const { ipc } = await import("../../ipc");

beforeEach(() => vi.clearAllMocks());

function show(items: DownloadItem[], followed: FollowedShow[] = []) {
  const downloads = new Downloads(new Toasts());
  downloads.take({ items, followed });
  const nothing = () => {};
  render(DownloadsTab, { downloads, onopen: nothing, onshow: nothing, onsearch: nothing, onsettings: nothing });
}
const press = (testid: string) => fireEvent.click(screen.getByTestId(testid));
const said = (control: Parameters<typeof ipc.controlDownloads>[0]) =>
  expect(ipc.controlDownloads).toHaveBeenLastCalledWith(control);

it("what comes tells how fast and how long, and is paused", async () => {
  show([download({ state: "coming", bytes: 5e8, length: 1e9, speed: 1e7, secondsLeft: 50 })]);
  const { textContent } = screen.getByTestId("download");
  expect(textContent).toContain("500 MB of 1.0 GB  ·  10 MB/s  ·  50 s left");
  await press("download-pause");
  said({ type: "pause", id: 1 });
  await press("pause-all");
  said({ type: "pauseAll" });
});

it("what failed says why and is tried again; what is gone is fetched again", async () => {
  const error = { code: "diskFull" as const, message: "The disk is full", hint: "Make room", about: null };
  show([download({ state: "failed", error }), download({ downloadId: 2, episode: 2, state: "gone" })]);
  const [failed, gone] = screen.getAllByTestId("download");
  expect(failed?.textContent).toContain("The disk is full. Make room");
  expect(gone?.textContent).toContain(t.downloads.states.gone);
  const [again, anew] = screen.getAllByTestId("download-retry");
  await fireEvent.click(again!);
  said({ type: "resume", id: 1 });
  await fireEvent.click(anew!);
  said({ type: "resume", id: 2 });
});

it("what is there plays, and what was watched is deleted once it was asked", async () => {
  show([download({ state: "done", length: 1e9 })]);
  await press("download-play");
  expect(ipc.playDownload).toHaveBeenCalledWith(1);
  await fireEvent.click(await screen.findByTestId("delete-watched"));
  await screen.findByTestId("confirm");
  expect(ipc.controlDownloads).not.toHaveBeenCalledWith({ type: "remove", id: 1, file: true });
  await press("confirm-act");
  await waitFor(() => said({ type: "remove", id: 1, file: true }));
});

it("an empty list says what to do", () => {
  show([]);
  expect(screen.getByTestId("empty").textContent).toContain(t.downloads.emptyHint);
});

it("a file that is not what was promised is fetched from another release, or kept as it is", async () => {
  const error = { code: "wrongLength" as const, message: "The file lasts 60 s", hint: "Fetch another", about: null };
  show([download({ state: "failed", error, bytes: 1e9, length: 1e9 })]);
  expect(screen.getByTestId("download").textContent).toContain("The file lasts 60 s");
  await press("download-another");
  said({ type: "another", id: 1 });
  await fireEvent.keyDown(screen.getByTestId("download-more"), { key: "Enter" });
  await fireEvent.click(await screen.findByTestId("download-as-it-is"));
  await waitFor(() => said({ type: "resume", id: 1 }));
});

it("only what lies there is counted", () => {
  const there = (downloadId: number, state: "done" | "gone") =>
    download({ downloadId, episode: downloadId, state, length: 1e9 });
  show([there(1, "done"), there(2, "gone"), there(3, "done")]);
  expect(screen.getAllByTestId("download")).toHaveLength(3);
  expect(screen.getByText(t.downloads.kept).parentElement?.textContent).toContain(
    `${t.downloads.count(2)}  ·  ${bytes(2e9)}`,
  );
});

it("a metered connection is said, and gone on with by hand", async () => {
  show([download({ state: "metered" })]);
  expect(screen.getByTestId("metered").textContent).toContain(t.downloads.metered);
  await press("go-on-metered");
  said({ type: "goOnMetered" });
});

it("the shows that are kept ahead are listed, also where nothing has come yet, and ended", async () => {
  show([], [{ title: download({}).title, count: 3 }]);
  expect(screen.getByTestId("followed").textContent).toContain("Tide");
  await press("unfollow");
  await waitFor(() => expect(ipc.followShow).toHaveBeenCalledWith("series", "tt1", null));
});
