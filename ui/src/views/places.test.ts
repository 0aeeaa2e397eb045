// The places as a person meets them: what a press or a key sends to the shell, and what is said of what came back.
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { language } from "../messages";
import DropZone from "../parts/shell/DropZone.svelte";
import PastedQuery from "../parts/search/PastedQuery.svelte";
import OwnSourceForm from "../parts/sources/OwnSourceForm.svelte";
import SourceCard from "../parts/sources/SourceCard.svelte";
import { app } from "../state/app.svelte";
import type { Dropped } from "../state/dropped";
import { settingsView, twoServices } from "../testing/settings";
import type { Fetch, OwnKind, SettingChange, SourceSetting } from "../wire";
import FirstRun from "./FirstRun.svelte";
import Library from "./Library.svelte";
import Search from "./Search.svelte";

const byId = (id: string) => screen.getByTestId(id);
const two = twoServices();
const source: SourceSetting = {
  source: "zilean",
  label: "Zilean",
  enabled: true,
  baseUrl: "https://zilean.example.org",
  defaultBaseUrl: "https://zilean.example.org",
  about: { code: "films", text: "Films", value: null },
  timeoutS: 10,
  defaultTimeoutS: 10,
  options: [],
  own: null,
  health: {
    last: {
      error: { code: "timeout", message: "No answer within 10 s", hint: null, about: "Zilean" },
      at: new Date().toISOString(),
    },
    lastGood: null,
    latencyMs: null,
    restingS: 40,
    days: [{ good: 3, bad: 1 }],
  },
};

const fetched: Fetch = {
  fetchId: "f1",
  id: "a",
  release: "Sintel",
  service: "TorBox",
  startedAt: new Date().toISOString(),
  progress: 1,
  state: { type: "ready" },
};

beforeEach(() => {
  app.settings.value = two;
  app.toasts.list = [];
  Element.prototype.scrollIntoView = () => {};
});
afterEach(() => {
  vi.restoreAllMocks();
  language.current = "en";
});

describe("the first steps", () => {
  it("can be skipped", async () => {
    app.settings.value = settingsView();
    const change = vi.spyOn(ipc, "changeSetting").mockResolvedValue({ ...settingsView(), welcomed: true });
    render(FirstRun);
    await fireEvent.click(byId("first-skip"));
    expect(change).toHaveBeenCalledWith({ type: "welcomed" });
  });

  it("end with the search once signed in", () => {
    app.settings.value = settingsView({ signedIn: true });
    render(FirstRun);
    expect(byId("first-done")).toBeTruthy();
    expect(byId("first-run").dataset.step).toBe("3");
  });
});

const card = (source: SourceSetting) =>
  render(SourceCard, {
    source,
    change: (one: SettingChange) => app.change(one),
    onremove: () => void app.removeSource(source),
  });

describe("a source", () => {
  it("says how it has been doing, and what a probe finds", async () => {
    vi.spyOn(ipc, "probeSource").mockResolvedValue({ source: "zilean", count: 38, elapsedMs: 412, error: null });
    card(source);
    const health = byId("source-health");
    expect(health.dataset.tone).toBe("bad");
    expect(health.textContent).toMatch(/No answer within 10 s.*rests for 40 s/s);
    expect(screen.getByLabelText("Last seven days: 3 good, 1 failed")).toBeTruthy();
    await fireEvent.click(byId("source-probe"));
    await waitFor(() => expect(health.dataset.tone).toBe("good"));
    expect(health.textContent).toContain("Answered with 38 in 0.4 s");
  });

  it.each([
    ["30", { type: "sourceTimeout", source: "zilean", seconds: 30 }],
    ["", { type: "sourceTimeout", source: "zilean", seconds: null }],
    ["0", null],
    ["soon", null],
  ])("may take %j seconds", async (typed, sent) => {
    const change = vi.spyOn(ipc, "changeSetting").mockResolvedValue(two);
    card(source);
    await fireEvent.click(byId("source-edit"));
    await fireEvent.change(byId("source-timeout"), { target: { value: typed } });
    expect(change.mock.calls).toEqual(sent ? [[sent]] : []);
  });

  it.each([true, false])("of one's own is called removed only once it is: %s", async (gone) => {
    const remove = vi.spyOn(ipc, "removeOwnSource");
    if (gone) remove.mockResolvedValue(two);
    else remove.mockRejectedValue({ code: "storage", message: "Disk full", hint: null, about: null });
    card({ ...source, own: "addon" });
    await fireEvent.click(byId("source-edit"));
    await fireEvent.click(screen.getByText("Remove"));
    await fireEvent.click(await waitFor(() => byId("confirm-act")));
    await waitFor(() =>
      expect(app.toasts.list.map((one) => one.text)).toEqual([gone ? "Zilean removed" : "Disk full"]),
    );
  });

  it("of one's own is checked live, and what is wrong is said where it was typed", async () => {
    const add = vi.spyOn(ipc, "addOwnSource");
    add.mockRejectedValueOnce({ code: "malformed", message: "That is no manifest.", hint: null, about: null });
    add.mockResolvedValueOnce({ ...two, sources: [{ ...source, source: "own-1", label: "Mine", own: "addon" }] });
    render(OwnSourceForm, { onadd: (kind: OwnKind, url: string, key: string | null) => app.addSource(kind, url, key) });
    const button = byId("own-add") as HTMLButtonElement;
    await fireEvent.input(byId("own-url"), { target: { value: "ftp://x" } });
    expect(button.disabled).toBe(true);
    await fireEvent.input(byId("own-url"), { target: { value: "https://x.example/manifest.json" } });
    await fireEvent.click(button);
    await waitFor(() => expect(byId("own-said").textContent).toContain("That is no manifest."));
    await fireEvent.click(button);
    await waitFor(() => expect(app.toasts.list[0]?.text).toBe("Mine added"));
    expect((byId("own-url") as HTMLInputElement).value).toBe("");
    await fireEvent.click(byId("own-offered"));
    expect((byId("own-url") as HTMLInputElement).value).toBe("https://opensubtitles-v3.strem.io/manifest.json");
    expect(add).toHaveBeenCalledTimes(2);
  });
});

describe("the library", () => {
  it("removes from an account only after a question", async () => {
    const remove = vi.spyOn(ipc, "cloudRemove").mockResolvedValue();
    render(Library, { tab: "cloud" });
    const [first] = await waitFor(() => screen.getAllByTestId("cloud-remove"));
    if (first) await fireEvent.click(first);
    expect(remove).not.toHaveBeenCalled();
    await fireEvent.click(await waitFor(() => byId("confirm-act")));
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it("undoes what the app added", async () => {
    const undo = vi.spyOn(ipc, "undoAdded").mockResolvedValue();
    render(Library, { tab: "added" });
    const [first] = await waitFor(() => screen.getAllByTestId("added-undo"));
    if (first) await fireEvent.click(first);
    expect(undo).toHaveBeenCalledWith("a0");
  });

  it("tells each fetch's state and cancels one", async () => {
    const cancel = vi.spyOn(ipc, "cancelFetch").mockResolvedValue();
    render(Library, { tab: "fetching" });
    const rows = await waitFor(() => screen.getAllByTestId("fetch"));
    expect(rows.map((one) => one.dataset.state)).toEqual(["fetching", "queued", "ready", "failed"]);
    expect(rows[0]?.textContent).toContain("42%");
    const [first] = screen.getAllByTestId("fetch-cancel");
    if (first) await fireEvent.click(first);
    expect(cancel).toHaveBeenCalledWith("f0");
  });

  it("looks at fetches again only after the last look, and only while one is open", async () => {
    vi.useFakeTimers();
    const open = { ...fetched, state: { type: "fetching" } } as Fetch;
    const answers = [[open], [open], [fetched]];
    const asked = vi
      .spyOn(ipc, "fetches")
      .mockImplementation(() => new Promise((done) => setTimeout(() => done(answers.shift() ?? []), 5000)));
    render(Library, { tab: "fetching" });
    await vi.advanceTimersByTimeAsync(7900);
    expect(byId("fetch").dataset.state, "slower than the pause, and there all the same").toBe("fetching");
    expect(asked).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(byId("fetch").dataset.state).toBe("ready");
    expect(asked).toHaveBeenCalledTimes(3);
    vi.useRealTimers();
  });

  it.each([
    ["history", "history"],
    ["watchlist", "watchlist"],
    ["cloud", "cloud"],
    ["added", "added"],
    ["fetching", "fetches"],
  ] as const)("says why %s cannot be shown, with a way to try again", async (tab, command) => {
    const error = { code: "unreachable" as const, message: "Nothing answers.", hint: null, about: null };
    if (tab === "history" || tab === "watchlist") app[tab].value = null;
    const loaded = tab === "history" || tab === "watchlist" ? app[tab] : null;
    if (loaded) vi.spyOn(loaded, "load").mockImplementation(async () => void (loaded.error = error));
    vi.spyOn(ipc, command).mockRejectedValue(error);
    render(Library, { tab });
    await waitFor(() => expect(byId("empty").dataset.code).toBe("unreachable"));
    expect(byId("empty").textContent).toContain("Nothing answers.");
    expect(screen.getByText("Try again")).toBeTruthy();
    if (loaded) loaded.error = null;
  });
});

describe("a pasted text", () => {
  it("that names a torrent opens it by a press", async () => {
    const follow = vi.spyOn(app, "openQuery").mockImplementation(() => {});
    const keep = vi.spyOn(app.recents, "add").mockImplementation(() => {});
    app.search.query = "a".repeat(40);
    app.search.meaning = { type: "torrent", id: "a".repeat(40), name: "Sintel" };
    render(Search);
    await fireEvent.click(byId("meaning"));
    expect(follow).toHaveBeenCalledWith({ type: "torrent", id: "a".repeat(40), name: "Sintel" });
    expect(keep).toHaveBeenCalledWith("a".repeat(40));
    app.search.type("");
  });

  it("that cannot be used says why", () => {
    const error = { code: "badInput" as const, message: "This magnet has no hash.", hint: null, about: null };
    render(PastedQuery, { query: { type: "unusable", error }, onopen: () => {} });
    expect(byId("empty").textContent).toContain("This magnet has no hash.");
  });
});

describe("a dropped file", () => {
  const drop = (file: File) => {
    const event = new Event("drop", { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { files: [file], types: ["Files"], getData: () => "" } });
    return fireEvent(window, event);
  };

  it("that is a torrent is read and followed", async () => {
    const follow = vi.spyOn(app, "openQuery").mockImplementation(() => {});
    const read = vi.spyOn(ipc, "readTorrentFile").mockResolvedValue({ type: "torrent", id: "b", name: null });
    render(DropZone, { onopen: (what: Dropped) => void app.drop(what) });
    await drop(new File(["d4:infoe"], "film.torrent"));
    await waitFor(() => expect(follow).toHaveBeenCalledWith({ type: "torrent", id: "b", name: null }));
    expect([...(read.mock.calls[0]?.[0] ?? [])]).toEqual([...new TextEncoder().encode("d4:infoe")]);
  });

  it("that is anything else is refused with a word", async () => {
    const read = vi.spyOn(ipc, "readTorrentFile");
    render(DropZone, { onopen: (what: Dropped) => void app.drop(what) });
    await drop(new File(["x"], "film.exe"));
    await waitFor(() => expect(app.toasts.list[0]?.tone).toBe("danger"));
    expect(read).not.toHaveBeenCalled();
  });
});
