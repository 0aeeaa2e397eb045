// Updates as a person meets them: found, asked, fetched, refused, finished; in both languages.
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { catalogues, language } from "../messages";
import UpdateRemark from "../parts/shell/UpdateRemark.svelte";
import UpdateSheet from "../parts/shell/UpdateSheet.svelte";
import type { UpdateProblem, UpdateProgress, UpdateState, UpdatesView } from "../wire";
import { Toasts } from "./toasts.svelte";
import { Updates } from "./updates.svelte";

const notes = "Mended:\n- <img src=x onerror=alert(1)> stays text";
const view = (state: UpdateState, off: UpdatesView["off"] = null): UpdatesView => ({
  version: "0.1.0",
  off,
  downloads: true,
  state,
});
const current = view({ type: "current", lookedAt: null });
const offered = view({ type: "offered", version: "0.2.0", notes });
const ready = view({ type: "ready", version: "0.2.0" });
const failed = (problem: UpdateProblem) => view({ type: "failed", problem });

const byId = (id: string) => screen.getByTestId(id);
let toasts: Toasts;
let updates: Updates;

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  toasts = new Toasts();
  updates = new Updates(toasts);
  vi.spyOn(ipc, "painted").mockResolvedValue();
  vi.spyOn(ipc, "updateState").mockResolvedValue(current);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  language.current = "en";
});

describe("looking", () => {
  it("tells the shell of the painted window, looks a moment later, and again while the window stays open", async () => {
    const look = vi.spyOn(ipc, "lookForUpdate").mockResolvedValue(current);
    updates.start();
    expect(ipc.painted).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(ipc.painted).toHaveBeenCalledOnce();
    expect(look).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(3000);
    expect(look.mock.calls).toEqual([[false]]);
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    expect(look.mock.calls).toEqual([[false], [false], [false]]);
  });

  it("says nothing when nobody asked and it fails", async () => {
    vi.spyOn(ipc, "lookForUpdate").mockRejectedValue(new Error("no"));
    updates.start();
    await vi.advanceTimersByTimeAsync(5000);
    expect(toasts.list).toEqual([]);
    expect(updates.open).toBe(false);
  });

  it("changes nothing under somebody's eyes", async () => {
    let answer: (view: UpdatesView) => void = () => {};
    const look = vi.spyOn(ipc, "lookForUpdate").mockImplementation(() => new Promise((done) => (answer = done)));
    updates.start();
    await vi.advanceTimersByTimeAsync(3000);
    expect(look).toHaveBeenCalledOnce();
    updates.view = failed("otherKey");
    updates.open = true;
    answer(offered);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(updates.view).toEqual(failed("otherKey"));
    expect(look).toHaveBeenCalledOnce();
  });

  it("says that there is none to who asked", async () => {
    vi.spyOn(ipc, "lookForUpdate").mockResolvedValue(current);
    await updates.look();
    expect(toasts.list.map((toast) => toast.text)).toEqual(["You have the newest version."]);
  });

  it("opens no dialog by itself: a remark says it and takes no key", async () => {
    vi.spyOn(ipc, "lookForUpdate").mockResolvedValue(offered);
    render(UpdateRemark, { updates });
    render(UpdateSheet, { updates });
    updates.start();
    await vi.advanceTimersByTimeAsync(3000);
    await waitFor(() => expect(byId("update-remark").textContent).toContain("Version 0.2.0 is available"));
    expect(screen.queryByTestId("update-sheet")).toBeNull();
    expect(document.activeElement).toBe(document.body);
    await fireEvent.click(byId("remark-show"));
    expect(byId("update-sheet").dataset.step).toBe("offered");
    expect(screen.queryByTestId("update-remark")).toBeNull();
  });
});

describe("the question", () => {
  beforeEach(() => {
    updates.view = offered;
    updates.open = true;
  });

  it("shows the version and its notes as text", () => {
    render(UpdateSheet, { updates });
    expect(byId("update-sheet").textContent).toContain("Version 0.2.0 is available");
    expect(byId("update-sheet").textContent).toContain("You have 0.1.0.");
    expect(byId("update-notes").textContent).toBe(notes);
    expect(byId("update-notes").querySelector("img")).toBeNull();
  });

  it.each([
    ["update-not-now", false],
    ["update-skip", true],
  ])("%s is remembered by the shell", async (button, never) => {
    const putOff = vi.spyOn(ipc, "putOffUpdate").mockResolvedValue();
    render(UpdateSheet, { updates });
    await fireEvent.click(byId(button));
    expect(putOff).toHaveBeenCalledWith(never);
    await waitFor(() => expect(updates.view).toEqual(current));
    expect(updates.open).toBe(false);
  });

  it("is asked in Turkish where the page is", () => {
    language.current = "tr";
    render(UpdateSheet, { updates });
    expect(byId("update-sheet").textContent).toContain("0.2.0 sürümü çıktı");
    expect(byId("update-download").textContent).toBe("İndir ve kur");
    expect(byId("update-notes").textContent).toBe(notes);
  });
});

describe("the download", () => {
  let tell: (progress: UpdateProgress) => void;
  let end: (view: UpdatesView) => void;

  beforeEach(() => {
    updates.view = offered;
    updates.open = true;
    vi.spyOn(ipc, "downloadUpdate").mockImplementation((listen) => {
      tell = listen;
      return new Promise((done) => (end = done));
    });
    render(UpdateSheet, { updates });
  });

  it("shows how far it is, and ends with the restart", async () => {
    const finish = vi.spyOn(ipc, "finishUpdate").mockResolvedValue();
    await fireEvent.click(byId("update-download"));
    expect(byId("update-progress").textContent).toBe("Connecting…");
    tell({ bytes: 4_300_000, of: 17_200_000 });
    await waitFor(() => expect(byId("update-progress").textContent).toBe("4.3 MB of 17 MB"));
    tell({ bytes: 17_200_000, of: 17_200_000 });
    await waitFor(() => expect(byId("update-progress").textContent).toBe("Checking the signature…"));
    end(ready);
    await waitFor(() => expect(byId("update-sheet").dataset.step).toBe("ready"));
    await fireEvent.click(byId("update-restart"));
    expect(finish).toHaveBeenCalledOnce();
  });

  it("can be stopped, and the version stays offered", async () => {
    const stop = vi.spyOn(ipc, "stopUpdate").mockResolvedValue();
    await fireEvent.click(byId("update-download"));
    await fireEvent.click(byId("update-stop"));
    expect(stop).toHaveBeenCalledOnce();
    end(offered);
    await waitFor(() => expect(byId("update-sheet").dataset.step).toBe("offered"));
  });

  it("says what was wrong with a refused file", async () => {
    await fireEvent.click(byId("update-download"));
    end(failed("otherKey"));
    await waitFor(() => expect(byId("update-problem").textContent).toContain("somebody else than the publisher"));
    language.current = "tr";
    await waitFor(() => expect(byId("update-problem").textContent).toContain("başkası imzalamış"));
    await fireEvent.click(byId("update-close"));
    await waitFor(() => expect(updates.view).toEqual(current));
  });

  it("may wait for its restart", async () => {
    await fireEvent.click(byId("update-download"));
    end(ready);
    await waitFor(() => byId("update-later"));
    await fireEvent.click(byId("update-later"));
    expect(updates.open).toBe(false);
    expect(updates.remark).toBeNull();
  });
});

it("every reason has words in both languages", () => {
  for (const { updates: words } of Object.values(catalogues)) {
    expect(new Set(Object.values(words.problems)).size).toBe(16);
    expect(new Set(Object.values(words.off)).size).toBe(8);
  }
});
