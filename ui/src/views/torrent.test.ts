// The place of a torrent that was pasted, dropped or opened from outside.
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { app } from "../state/app.svelte";
import { linkView } from "../testing/links";
import { row } from "../testing/rows";
import { settingsView } from "../testing/settings";
import type { StreamEvent, WhyFile } from "../wire";
import Torrent from "./Torrent.svelte";

const { picks } = app;
const byId = (id: string) => screen.getByTestId(id);
const files: WhyFile = {
  release: "Harbour.Lights.S01",
  files: ["S01/E04.mkv", "S01/E05.mkv"].map((path, at) => ({
    path,
    size: 1.5e9,
    score: 1050,
    parts: [],
    marks: [],
    picked: at === 0,
    refused: null,
    media: null,
    line: null,
  })),
  confidence: 0.96,
  scheme: null,
  corrected: false,
};

beforeEach(() => void (app.settings.value = settingsView({ signedIn: true })));

describe("a pasted torrent", () => {
  let tell: (event: StreamEvent) => void = () => {};
  let done: () => void = () => {};
  let stop: () => void = () => {};
  beforeEach(() => {
    stop = app.opening.follow();
    vi.spyOn(ipc, "fetches").mockResolvedValue([]);
    vi.spyOn(ipc, "stopStreams").mockResolvedValue();
    vi.spyOn(ipc, "stopLink").mockResolvedValue();
    vi.spyOn(ipc, "whyFile").mockResolvedValue(files);
    vi.spyOn(ipc, "openTorrent").mockImplementation((_, listen) => {
      tell = listen;
      return new Promise((resolve) => (done = () => resolve()));
    });
  });
  afterEach(() => {
    app.router.go({ place: "home" });
    flushSync();
    stop();
    vi.restoreAllMocks();
  });
  const show = (id: string, name: string | null) => {
    app.router.go({ place: "torrent", id, name });
    flushSync();
    render(Torrent, { id: "a".repeat(40), name });
  };

  it("is shown with its name, its pick and its files once it is read", async () => {
    show("a".repeat(40), "Named by the link");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Named by the link");
    expect(screen.getByText("Reading the torrent…")).toBeTruthy();
    const found = row("a", { cached: "yes", release: "Harbour.Lights.S01", scope: "pack" });
    tell({ type: "started", searchId: 9, heading: "", rememberedS: null, sources: [] });
    tell({ type: "rowsArrived", rows: [found] });
    tell({ type: "pickChosen", id: "a" });
    tell({ type: "completed", rows: 1, cached: 1, elapsedMs: 5 });
    done();
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Harbour.Lights.S01"));
    await screen.findByTestId("why-facts");
    expect(ipc.whyFile).toHaveBeenCalledWith(9, "a");
    expect(byId("pick-pack")).toBeTruthy();
  });

  it("keeps its files while one of them is played", async () => {
    vi.spyOn(ipc, "resolveLink").mockResolvedValue(linkView());
    const play = vi.spyOn(ipc, "playLink").mockResolvedValue({ id: "mpv", label: "mpv", leftOut: [] });
    show("b".repeat(40), null);
    tell({ type: "started", searchId: 9, heading: "", rememberedS: null, sources: [] });
    tell({ type: "rowsArrived", rows: [row("a", { cached: "yes", scope: "pack" })] });
    tell({ type: "completed", rows: 1, cached: 1, elapsedMs: 5 });
    done();
    await fireEvent.click(await screen.findByTestId("play-file"));
    await waitFor(() => expect(play).toHaveBeenCalled());
    expect(byId("why-facts")).toBeTruthy();
    expect(ipc.whyFile).toHaveBeenCalledTimes(1);
    picks.why.close();
    await waitFor(() => expect(screen.queryByTestId("why-facts")).toBe(null));
    expect(ipc.whyFile, "closed it does not come back by itself").toHaveBeenCalledTimes(1);
  });

  it("that cannot be opened says why, and is tried again", async () => {
    vi.mocked(ipc.openTorrent).mockRejectedValue({ code: "badInput", message: "No hash.", hint: null, about: null });
    show("nonsense", null);
    await waitFor(() => expect(byId("empty").dataset.code).toBe("badInput"));
    await fireEvent.click(screen.getByText("Try again"));
    expect(ipc.openTorrent).toHaveBeenCalledTimes(2);
  });
});
