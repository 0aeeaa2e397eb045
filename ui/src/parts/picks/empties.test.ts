// Every way a list of streams can be empty or troubled: its own words, and a button that does something about it.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../../ipc";
import { t } from "../../messages";
import type { EmptyCode } from "../../state/empty";
import { showAll } from "../../state/filter";
import { Picks } from "../../state/picks.svelte";
import { nothingYet } from "../../state/searchstate";
import { Toasts } from "../../state/toasts.svelte";
import { cacheBarProps } from "../../testing/picks";
import { row, rowMap } from "../../testing/rows";
import { settingsView } from "../../testing/settings";
import type { EpisodeCard, StreamEvent, WireError } from "../../wire";
import CacheBar from "./CacheBar.svelte";
import PicksEmpty from "./PicksEmpty.svelte";

let picks: Picks;
let went: string[];
const episode = (number: number) => ({ season: 1, episode: number }) as EpisodeCard;
const covered = new Set<string>();

beforeEach(() => {
  went = [];
  picks = new Picks(
    new Toasts(),
    () => {},
    () => [],
  );
  vi.spyOn(ipc, "findStreams").mockImplementation((_, listen: (event: StreamEvent) => void) => {
    listen({ type: "started", searchId: 1, heading: "", rememberedS: null, sources: [] });
    return new Promise(() => {});
  });
  vi.spyOn(ipc, "stopStreams").mockResolvedValue();
  vi.spyOn(ipc, "fetches").mockResolvedValue([]);
  picks.open({ type: "title", kind: "movie", id: "tt1", season: null, episode: null });
  picks.run.result = { ...nothingYet, searchId: 1, complete: true };
});
afterEach(() => {
  picks.close();
  localStorage.clear();
  vi.restoreAllMocks();
});
afterAll(() => console.log(`${covered.size} empty and broken states covered`));

const asksAgain = () => expect(ipc.findStreams).toHaveBeenCalledTimes(2);
const goesTo = (wanted: string) => () => expect(went).toEqual([wanted]);

const ways = () => ({
  error: picks.result.error,
  filter: picks.filter,
  previous: undefined,
  next: undefined,
  onchoose: () => {},
  onretry: () => picks.retry(null),
  onsettings: () => void went.push("settings"),
  onsources: () => void went.push("sources"),
});

describe("an empty list", () => {
  /** A record of all codes: one that is added without its button does not compile. */
  const states: Record<EmptyCode, [button: string, does: () => void]> = {
    noAccount: ["Open Settings", goesTo("settings")],
    tokenRefused: ["Open Settings", goesTo("settings")],
    subscriptionEnded: ["Open Settings", goesTo("settings")],
    noId: ["Open Sources", goesTo("sources")],
    noDetails: ["Ask again", asksAgain],
    allOff: ["Open Sources", goesTo("sources")],
    noneAnswered: ["Ask again", asksAgain],
    nothingFound: ["Ask again", asksAgain],
    nothingCached: ["Show uncached", () => expect(picks.filter.values.cachedOnly).toBe(false)],
    cacheUnknown: ["Show them anyway", () => expect(picks.filter.values.cachedOnly).toBe(false)],
    stillChecking: ["Show them anyway", () => expect(picks.filter.values.cachedOnly).toBe(false)],
    allHidden: ["Clear filters", () => expect(picks.filter.values).toMatchObject({ text: "", unhide: true })],
    preferencesHide: ["Show them anyway", () => expect(picks.filter.values.unhide).toBe(true)],
    checkFailed: ["Ask again", asksAgain],
    offline: ["Ask again", asksAgain],
    failed: ["Ask again", asksAgain],
  };

  it.each(Object.entries(states))("%s", async (code, [button, does]) => {
    picks.filter.values = { ...showAll, cachedOnly: true, text: "x" };
    render(PicksEmpty, { ...ways(), code: code as EmptyCode });
    const empty = screen.getByTestId("empty");
    expect(empty.dataset.code).toBe(code);
    expect(empty.textContent).toContain(t.empty[code as EmptyCode][0]);
    await fireEvent.click(within(empty).getByText(button));
    does();
    covered.add(code);
  });

  it("offers another episode where the sources had nothing", async () => {
    const onchoose = vi.fn();
    render(PicksEmpty, { ...ways(), code: "nothingFound", previous: episode(3), next: episode(5), onchoose });
    await fireEvent.click(screen.getByText("Previous episode"));
    await fireEvent.click(screen.getByText("Next episode"));
    expect(onchoose.mock.calls.map(([one]) => one.episode)).toEqual([3, 5]);
  });
});

const bar = () =>
  render(
    CacheBar,
    cacheBarProps(picks, settingsView({ signedIn: true }), () => void went.push("settings")),
  );

describe("trouble beside rows", () => {
  const error = (code: WireError["code"]): WireError => ({ code, message: "Said so.", hint: null, about: null });
  const check = { service: "realdebrid", label: "Real-Debrid", checked: 0, total: 1, cached: 0 };

  it.each([
    ["noAccount", "Open Settings", goesTo("settings")],
    ["tokenRefused", "Open Settings", goesTo("settings")],
    ["subscriptionEnded", "Open Settings", goesTo("settings")],
    ["failed", "Ask again", asksAgain],
    ["offline", "Ask again", asksAgain],
    ["nothingCached", "Show uncached", () => expect(picks.filter.values.cachedOnly).toBe(false)],
    ["checkFailed", "Try again", () => expect(ipc.recheck).toHaveBeenCalledWith(1, expect.any(Function))],
  ] as const)("%s", async (code, button, does) => {
    vi.spyOn(ipc, "recheck").mockResolvedValue();
    const broken = { checkFailed: "timeout", offline: "unreachable", failed: "internal" } as const;
    const said = error(code in broken ? broken[code as keyof typeof broken] : (code as WireError["code"]));
    const own = code === "failed" || code === "offline";
    const well = code === "nothingCached";
    picks.filter.values = { ...showAll, cachedOnly: true };
    picks.run.result = {
      ...picks.result,
      rows: rowMap(row("a", { cached: "no" })),
      error: own ? said : null,
      checks: own ? [] : [{ ...check, error: well ? null : said }],
    };
    bar();
    expect(screen.getByTestId("empty").dataset.code).toBe(code);
    await fireEvent.click(screen.getByText(button));
    does();
    covered.add(`beside rows: ${code}`);
  });

  it("offers no uncached rows where they are shown already", () => {
    picks.run.result = {
      ...picks.result,
      rows: rowMap(row("a", { cached: "no" })),
      checks: [{ ...check, error: null }],
    };
    bar();
    expect(screen.getByTestId("empty").dataset.code).toBe("nothingCached");
    expect(screen.queryByRole("button")).toBe(null);
  });
});
