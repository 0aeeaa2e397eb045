import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";
import { t } from "../../messages";
import { Downloads } from "../../state/downloads.svelte";
import { Toasts } from "../../state/toasts.svelte";
import { download } from "../../testing/downloads";
import type { DownloadItem } from "../../wire";
import DownloadsTab from "./DownloadsTab.svelte";

vi.mock("../../ipc", () => ({
  asWireError: (thrown: unknown) => thrown,
  imageUrl: () => null,
  ipc: {
    controlDownloads: vi.fn(async () => {}),
    watchedDownloads: vi.fn(async () => [1]),
    playDownload: vi.fn(async () => ({ id: "mpv", label: "mpv", leftOut: [] })),
  },
}));
const { ipc } = await import("../../ipc");

beforeEach(() => vi.clearAllMocks());

function show(items: DownloadItem[]) {
  const downloads = new Downloads(new Toasts());
  downloads.take(items);
  const nothing = () => {};
  render(DownloadsTab, { downloads, onopen: nothing, onsearch: nothing, onsettings: nothing });
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
