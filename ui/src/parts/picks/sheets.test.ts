// What opens over the streams: the files of a torrent, the episodes of a pack, an episode's numbers, the menu of a row.
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../../ipc";
import { Picks } from "../../state/picks.svelte";
import { rowActions } from "../../state/rowactions";
import { servicesOf } from "../../state/services";
import { nothingYet } from "../../state/searchstate";
import { row, rowMap } from "../../testing/rows";
import { settingsView } from "../../testing/settings";
import { Toasts } from "../../state/toasts.svelte";
import { linkView } from "../../testing/links";
import type { FileRank, Numbering, PackEvent, PackView, StreamRow, WhyFile } from "../../wire";
import FileItem from "./FileItem.svelte";
import NumberBar from "./NumberBar.svelte";
import PackSheet from "./PackSheet.svelte";
import RowMenu from "./RowMenu.svelte";
import WhySheet from "./WhySheet.svelte";

const byId = (id: string) => screen.getByTestId(id);
let picks: Picks;
const actions = () =>
  rowActions(
    picks,
    () => true,
    () => {},
  );
const reason = (code: string, text: string) => ({ code, text, value: null });
const file = (path: string, change: Partial<FileRank> = {}): FileRank => ({
  path,
  size: 1.5e9,
  score: 1050,
  parts: [{ reason: reason("exactEpisode", "exact episode"), points: 1000 }],
  marks: [],
  picked: false,
  refused: null,
  media: null,
  line: null,
  ...change,
});
const files = (change: Partial<WhyFile> = {}): WhyFile => ({
  release: "Harbour.Lights.S01",
  files: [file("S01/E04.mkv", { picked: true }), file("S01/E05.mkv")],
  confidence: 0.96,
  scheme: null,
  corrected: false,
  ...change,
});
const link = linkView();
const error = { code: "timeout" as const, message: "No answer.", hint: "Try again.", about: null };

beforeEach(() => {
  picks = new Picks(
    new Toasts(),
    () => {},
    () => [],
  );
  picks.run.result = { ...nothingYet, searchId: 7, rows: rowMap(row("a")), complete: true };
  vi.spyOn(ipc, "stopLink").mockResolvedValue();
  vi.spyOn(ipc, "fetches").mockResolvedValue([]);
});
afterEach(() => {
  picks.numbers.close();
  vi.restoreAllMocks();
});

describe("why this file", () => {
  const open = async (value: WhyFile) => {
    vi.spyOn(ipc, "whyFile").mockResolvedValue(value);
    render(WhySheet, { why: picks.why, onplay: actions().playFile });
    await picks.why.open(7, "a", "Harbour.Lights.S01");
  };

  it("says how sure it is and what the choice is made of", async () => {
    await open(files({ scheme: { code: "schemePerSeason", text: "Numbered within each season", value: null } }));
    const dialog = await screen.findByRole("dialog", { name: "Why this file" });
    expect(dialog.textContent).toContain("Harbour.Lights.S01");
    expect(byId("why-facts").textContent).toMatch(/Certain.*Numbered within each season/s);
    expect(byId("file-score").textContent).toMatch(/exact episode.*\+1,000/s);
  });

  it("plays the chosen file and no other", async () => {
    const resolve = vi.spyOn(ipc, "resolveLink").mockResolvedValue(link);
    vi.spyOn(ipc, "playLink").mockResolvedValue({ id: "mpv", label: "mpv", leftOut: [] });
    await open(files());
    picks.why.chosen = "S01/E05.mkv";
    await fireEvent.click(await screen.findByTestId("play-file"));
    await waitFor(() => expect(resolve).toHaveBeenCalled());
    expect(resolve.mock.lastCall?.[0]).toMatchObject({ searchId: 7, id: "a", file: "S01/E05.mkv", goOn: false });
    expect(picks.why.row, "the dialog is closed").toBe(null);
  });

  it("plays a file of the list with one press, by pointer or by Enter, and nothing that is no video", async () => {
    const onplay = vi.fn();
    const plain = { shared: "S01/", best: 1, selected: false, tabbable: true, onselect: () => {}, onplay };
    const marks = [
      { start: 4, end: 7, kind: "season" },
      { start: 7, end: 10, kind: "episode" },
    ];
    render(FileItem, {
      ...plain,
      file: file("S01/S01E42.mkv", { marks, refused: reason("nothingFits", "nothing speaks for it") }),
    });
    expect(byId("file").textContent).toMatch(/^\s*S01E42\.mkv\s*is S1 E42/);
    expect([...byId("file").classList]).not.toContain("refused");
    await fireEvent.click(byId("file-play"));
    await fireEvent.keyDown(byId("file"), { key: "Enter" });
    expect(onplay).toHaveBeenCalledTimes(2);
    cleanup();
    render(FileItem, { ...plain, file: file("S01/cover.jpg", { refused: reason("notVideo", "not a video") }) });
    await fireEvent.keyDown(byId("file"), { key: "Enter" });
    expect([screen.queryByTestId("file-play"), onplay.mock.calls.length]).toEqual([null, 2]);
    expect([...byId("file").classList]).toContain("refused");
  });

  it("remembers a choice and forgets it again", async () => {
    const correct = vi.spyOn(ipc, "correctFile").mockResolvedValue(files({ corrected: true }));
    await open(files());
    await fireEvent.click(await screen.findByTestId("always-file"));
    await fireEvent.click(await screen.findByTestId("forget-file"));
    await waitFor(() => expect(correct.mock.calls.map((call) => call[2])).toEqual(["S01/E04.mkv", null]));
  });

  it("never offers to play what is no video", async () => {
    await open(files({ files: [file("cover.jpg", { refused: reason("notVideo", "not a video") })] }));
    const play = (await screen.findByTestId("play-file")) as HTMLButtonElement;
    expect([play.disabled, (byId("always-file") as HTMLButtonElement).disabled]).toEqual([true, true]);
  });

  it("says that the files are not known, or why they could not be ranked, with trying again", async () => {
    await open(files({ files: [] }));
    expect((await screen.findByTestId("empty")).dataset.code).toBe("noFiles");
    const ask = vi.mocked(ipc.whyFile).mockRejectedValueOnce(error);
    await picks.why.open(7, "b", "Another");
    await waitFor(() => expect(byId("empty").dataset.code).toBe("timeout"));
    await fireEvent.click(screen.getByText("Try again"));
    expect(ask).toHaveBeenCalledTimes(3);
  });
});

describe("all episodes of a pack", () => {
  const view: PackView = {
    packId: "p",
    release: "Harbour.Lights.S01",
    service: "TorBox",
    episodes: [1, 2].map((n) => ({ linkId: `l${n}`, season: 1, episode: n, fileName: `E0${n}.mkv`, fileSize: 1e9 })),
    leftOut: 3,
    calls: 5,
  };
  let tell: (event: PackEvent) => void = () => {};
  let done: (view: PackView) => void = () => {};
  let fail: (thrown: unknown) => void = () => {};

  beforeEach(() => {
    vi.spyOn(ipc, "linkPack").mockImplementation((_, __, listen) => {
      tell = listen;
      return new Promise((resolve, reject) => {
        done = resolve;
        fail = reject;
      });
    });
    render(PackSheet, {
      packs: picks.packs,
      anime: false,
      onretry: () => picks.packs.row && picks.openPack(picks.packs.row),
      onkeep: async () => true,
    });
    void picks.packs.open(7, "a", "Harbour.Lights.S01");
  });

  it("counts while links are made, then lists them and uses them together", async () => {
    const use = vi.spyOn(ipc, "usePack").mockResolvedValue(null);
    tell({ type: "opened", episodes: 2 });
    tell({ type: "linked", done: 1, of: 2 });
    const bar = await screen.findByRole("progressbar");
    await waitFor(() =>
      expect([bar.getAttribute("aria-valuenow"), bar.getAttribute("aria-valuemax")]).toEqual(["1", "2"]),
    );
    done(view);
    await screen.findByText("E02.mkv");
    expect(byId("pack").textContent).toMatch(/2 episodes from TorBox.*3 files left out.*5 requests made/s);
    for (const button of ["pack-play", "pack-copy", "pack-save"]) {
      await fireEvent.click(byId(button));
      await waitFor(() => expect((byId(button) as HTMLButtonElement).disabled).toBe(false));
    }
    expect(use.mock.calls).toEqual([
      ["p", "play"],
      ["p", "copyLinks"],
      ["p", "savePlaylist"],
    ]);
  });

  it("closed while links are made stops making them", async () => {
    await fireEvent.click(await screen.findByLabelText("Close"));
    await waitFor(() => expect(screen.queryByTestId("pack")).toBe(null));
    expect(ipc.stopLink).toHaveBeenCalled();
  });

  it("says why it failed and tries again", async () => {
    fail(error);
    expect((await screen.findByTestId("empty")).textContent).toContain("No answer. Try again.");
    await fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(ipc.linkPack).toHaveBeenCalledTimes(2);
  });
});

describe("an episode's numbers", () => {
  const numbers = { season: 23, episode: 15, absolute: 1170, kitsuEpisode: 1170 };
  const answer: Numbering = {
    ids: [],
    titles: [],
    numbers,
    asked: [
      { source: "nyaa", label: "Nyaa", with: ["“Tideway 1170”"] },
      { source: "zilean", label: "Zilean", with: [] },
    ],
  };
  const target = { type: "title" as const, kind: "anime" as const, id: "kitsu:12", season: 1, episode: 1170 };

  beforeEach(async () => {
    vi.spyOn(ipc, "numbering").mockResolvedValue(answer);
    vi.spyOn(ipc, "findStreams").mockResolvedValue();
    picks.open(target);
    render(NumberBar, { numbers: picks.numbers, onsearch: (reset: boolean) => picks.renumber(reset) });
  });
  afterEach(() => picks.close());

  it("stand side by side; the editor tells what each source is asked with", async () => {
    expect((await screen.findByTestId("numbers")).textContent).toContain("S23E15 = episode 1170");
    await fireEvent.click(byId("numbers"));
    const editor = await screen.findByTestId("numbers-editor");
    expect(editor.textContent).toMatch(/Nyaa.*“Tideway 1170”.*Zilean.*Nothing it understands/s);
    expect((byId("numbers-search") as HTMLButtonElement).disabled, "nothing was changed").toBe(true);
  });

  it("changed are searched with, and taken back", async () => {
    await fireEvent.click(await screen.findByTestId("numbers"));
    await fireEvent.input(await screen.findByTestId("number-absolute"), { target: { value: "1171" } });
    await fireEvent.click(byId("numbers-search"));
    const asked = () => vi.mocked(ipc.findStreams).mock.lastCall?.[0].numbering;
    await waitFor(() => expect(asked()).toEqual({ ...numbers, absolute: 1171 }));
    await waitFor(() => expect(byId("numbers").textContent).toContain("Your numbers"));
    await fireEvent.click(byId("numbers"));
    await fireEvent.click(await screen.findByTestId("numbers-reset"));
    await waitFor(() => expect(asked()).toBe(null));
  });
});

describe("the menu of a row", () => {
  const one = settingsView({ signedIn: true });
  const torbox = { name: "torbox", label: "TorBox", unavailable: null, tokenPage: null, signedIn: true, account: null };
  const two = { ...one, order: ["realdebrid", "torbox"], services: [...one.services, torbox] };
  const open = (row: StreamRow, view = one) => {
    const anchor = document.createElement("button");
    document.body.append(anchor);
    const services = servicesOf(view);
    render(RowMenu, {
      props: { row, fetch: null, anchor, open: true, services, actions: actions(), focusTaken: false },
    });
    return anchor;
  };
  const entries = async () => {
    await screen.findByRole("menu");
    return screen.getAllByRole("menuitem").map((item) => item.dataset.testid);
  };

  it.each([
    ["held and single", { cached: "yes" }, ["why", "keep", "copy", "open", "magnet"]],
    ["not held", { cached: "no" }, ["why", "try", "keep", "copy", "open", "magnet", "fetch"]],
    ["a pack", { cached: "yes", scope: "pack" }, ["why", "pack", "keep", "copy", "open", "magnet"]],
  ] as [string, Partial<StreamRow>, string[]][])("%s", async (_, change, wanted) => {
    open(row("a", change));
    expect(await entries()).toEqual(wanted.map((id) => `menu-${id}`));
  });

  it("names each service where there are several", async () => {
    open(row("a", { cached: "yes" }), two);
    expect(await entries()).toContain("menu-on-torbox");
  });

  it("offers a stranger nothing that needs an account", async () => {
    open(row("a", { cached: "unknown" }), settingsView());
    expect(await entries()).toEqual(["menu-why", "menu-magnet"]);
  });

  it("opens what was chosen for that very row", async () => {
    const why = vi.spyOn(ipc, "whyFile").mockResolvedValue(files());
    open(row("a", { cached: "yes" }));
    await entries();
    await fireEvent.pointerUp(byId("menu-why"));
    await fireEvent.click(byId("menu-why"));
    await waitFor(() => expect(why).toHaveBeenCalledWith(7, "a"));
  });
});
