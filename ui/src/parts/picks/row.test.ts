// A row of the list on its own: what it says of its values, and what its presses ask for.
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../../ipc";
import type { RowWork } from "../../state/rowwork";
import { servicesOf } from "../../state/services";
import { linkView } from "../../testing/links";
import { noWork, notedActions } from "../../testing/picks";
import { row } from "../../testing/rows";
import { settingsView } from "../../testing/settings";
import type { Fetch, StreamRow } from "../../wire";
import StreamItem from "./StreamItem.svelte";

afterEach(() => void vi.restoreAllMocks());

const byId = (id: string) => screen.getByTestId(id);

function show(change: Partial<StreamRow> = {}, work: Partial<RowWork> = {}, signedIn = true) {
  const actions = notedActions();
  const onmenu = vi.fn();
  const one = row("a", { cached: "yes", ...change });
  const chips = [{ source: "torrentio", label: "Torrentio", state: "answered" as const }].map((chip) => ({
    ...chip,
    count: 1,
    elapsedMs: 5,
    error: null,
    dropped: [],
    partial: false,
  }));
  render(StreamItem, {
    row: one,
    index: 0,
    total: 9,
    tabbable: true,
    pinned: true,
    work: { ...noWork, ...work },
    chips,
    services: servicesOf(settingsView({ signedIn })),
    actions,
    onmenu,
  });
  return { actions, onmenu, one };
}

const fetching: Fetch = {
  fetchId: "f",
  id: "a",
  release: "Sintel",
  service: "TorBox",
  state: { type: "fetching" },
  progress: 0.4,
  startedAt: "2026-01-01T00:00:00Z",
};

describe("a row", () => {
  it("shows its values and asks for nothing", () => {
    const commands = Object.keys(ipc).map((name) => vi.spyOn(ipc, name as keyof typeof ipc));
    const { actions } = show();
    const item = byId("row");
    expect(item.textContent).toMatch(/1080p.*WEB-DL · AVC.*Sintel\.2010.*1\.0 GB/s);
    expect(item.classList.contains("pinned")).toBe(true);
    expect([item.dataset.cached, item.dataset.verb, item.getAttribute("aria-posinset")]).toEqual(["yes", "idle", "1"]);
    expect(screen.getByLabelText("Found by Torrentio")).toBeTruthy();
    expect(Object.values(actions).flatMap((one) => one.mock.calls)).toEqual([]);
    for (const command of commands) expect(command).not.toHaveBeenCalled();
  });

  it("plays by its button and by Enter, copies, and opens its menu", async () => {
    const { actions, onmenu } = show();
    await fireEvent.click(byId("row-play"));
    await fireEvent.keyDown(byId("row"), { key: "Enter" });
    await fireEvent.keyDown(byId("row-copy"), { key: "Enter" });
    await fireEvent.click(byId("row-copy"));
    expect(actions.use.mock.calls).toEqual([
      ["a", "play"],
      ["a", "play"],
      ["a", "copy"],
    ]);
    await fireEvent.click(byId("row-more"));
    expect(onmenu).toHaveBeenCalledExactlyOnceWith(byId("row-more"));
  });

  it("that no service holds asks before one downloads it, and leads a stranger to sign in", async () => {
    const { actions } = show({ cached: "no" });
    await fireEvent.click(byId("row-play"));
    expect([actions.askFetch.mock.calls, actions.use.mock.calls]).toEqual([[["a", "row"]], []]);
    cleanup();
    const stranger = show({ cached: "no" }, {}, false).actions;
    await fireEvent.click(byId("row-play"));
    expect([stranger.openSettings.mock.calls.length, stranger.askFetch.mock.calls]).toEqual([1, []]);
  });

  it("puts the question over itself and passes the answer on", async () => {
    const { actions } = show({ cached: "no" }, { asked: "row" });
    expect(document.activeElement, "the answer that does nothing has the focus").toBe(byId("fetch-no"));
    await fireEvent.click(byId("fetch-yes"));
    expect(actions.confirmFetch).toHaveBeenCalledExactlyOnceWith("a", "realdebrid");
    await fireEvent.click(byId("fetch-no"));
    expect(actions.dismissFetch).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["in which player it plays", { linkState: { step: "playing", link: linkView(), player: "mpv" } }, /Playing in mpv/],
    ["how far its download is", { fetch: fetching }, /TorBox.*40 %/s],
    [
      "why its link failed",
      {
        linkState: {
          step: "failed",
          link: null,
          error: { code: "timeout", message: "No answer.", hint: null, about: null },
        },
      },
      /No answer\./,
    ],
  ] as [string, Partial<RowWork>, RegExp][])("says %s", (_, work, said) => {
    show({}, work);
    expect(byId("row").textContent).toMatch(said);
  });

  it("whose torrent has no fitting file leads to the choice of one", async () => {
    const error = { code: "noFile" as const, message: "No file fits.", hint: null, about: null };
    const { actions, one } = show({}, { linkState: { step: "failed", link: null, error } });
    await fireEvent.click(byId("row-why"));
    expect(actions.explain).toHaveBeenCalledExactlyOnceWith(one);
  });
});

describe("a row with an addon's link", () => {
  const link = { source: "own-1", label: "Meadow", kind: "direct", cached: "yes" } as const;

  it("plays without an account, says whose link it is, and has no torrent's verbs", async () => {
    const { actions } = show({ links: [link], linkOnly: true }, {}, false);
    expect(byId("offer-mark").textContent).toContain("From Meadow");
    expect(byId("row").getAttribute("aria-label")).toContain("From Meadow");
    await fireEvent.click(byId("row-play"));
    expect(actions.use.mock.calls).toEqual([["a", "play"]]);
    expect(actions.openSettings).not.toHaveBeenCalled();
  });

  it("is not fetched by a service when there is no torrent", async () => {
    const { actions } = show({ links: [{ ...link, cached: "no" }], linkOnly: true, cached: "no" });
    await fireEvent.click(byId("row-play"));
    expect(actions.askFetch).not.toHaveBeenCalled();
    expect(actions.use.mock.calls).toEqual([["a", "play"]]);
  });

  it("opens a page or YouTube with a button of its own, and copies nothing", async () => {
    for (const kind of ["external", "youTube"] as const) {
      const { actions } = show({ links: [{ ...link, kind, cached: "unknown" }], linkOnly: true, cached: "unknown" });
      expect(byId("offer-mark").textContent).toContain(kind === "youTube" ? "YouTube" : "browser");
      expect(screen.queryByTestId("row-copy")).toBeNull();
      await fireEvent.click(byId("row-play"));
      await fireEvent.keyDown(byId("row"), { key: "Enter" });
      expect(actions.openOffer.mock.calls).toEqual([
        ["a", "own-1"],
        ["a", "own-1"],
      ]);
      expect(actions.use).not.toHaveBeenCalled();
      cleanup();
    }
  });

  it("sends to the settings where only a torrent is left and nobody is signed in", async () => {
    const { actions } = show({ links: [{ ...link, kind: "external" }] }, {}, false);
    await fireEvent.click(byId("row-play"));
    expect(actions.openSettings).toHaveBeenCalledOnce();
  });
});
