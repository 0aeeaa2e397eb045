// Every way a list of streams can be empty or troubled: its own words, and a button that does something about it.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../../ipc";
import { t } from "../../messages";
import { app } from "../../state/app.svelte";
import type { EmptyCode } from "../../state/empty";
import { showAll } from "../../state/filter";
import { nothingYet } from "../../state/streams";
import { row, rowMap } from "../../testing/rows";
import { settingsView } from "../../testing/settings";
import type { EpisodeCard, StreamEvent, WireError } from "../../wire";
import CacheBar from "./CacheBar.svelte";
import PicksEmpty from "./PicksEmpty.svelte";

const { picks } = app;
const place = () => app.router.route.place;
const episode = (number: number) => ({ season: 1, episode: number }) as EpisodeCard;
const covered = new Set<string>();

beforeEach(() => {
  app.settings.value = settingsView({ signedIn: true });
  app.router.go({ place: "home" });
  vi.spyOn(ipc, "findStreams").mockImplementation((_, listen: (event: StreamEvent) => void) => {
    listen({ type: "started", searchId: 1, heading: "", rememberedS: null, sources: [] });
    return new Promise(() => {});
  });
  vi.spyOn(ipc, "stopStreams").mockResolvedValue();
  vi.spyOn(ipc, "fetches").mockResolvedValue([]);
  picks.open({ kind: "movie", id: "tt1", season: null, episode: null });
  picks.search = { ...nothingYet, searchId: 1, complete: true };
});
afterEach(() => {
  picks.close();
  picks.filters = showAll;
  vi.restoreAllMocks();
});
afterAll(() => console.log(`${covered.size} empty and broken states covered`));

const asksAgain = () => expect(ipc.findStreams).toHaveBeenCalledTimes(2);
const goesTo = (wanted: string) => () => expect(place()).toBe(wanted);

describe("an empty list", () => {
  /** A record of all codes: one that is added without its button does not compile. */
  const states: Record<EmptyCode, [button: string, does: () => void]> = {
    noAccount: ["Open Settings", goesTo("settings")],
    tokenRefused: ["Open Settings", goesTo("settings")],
    subscriptionEnded: ["Open Settings", goesTo("settings")],
    noId: ["Open Sources", goesTo("sources")],
    allOff: ["Open Sources", goesTo("sources")],
    noneAnswered: ["Ask again", asksAgain],
    nothingFound: ["Ask again", asksAgain],
    nothingCached: ["Show uncached", () => expect(picks.filters.cachedOnly).toBe(false)],
    cacheUnknown: ["Show them anyway", () => expect(picks.filters.cachedOnly).toBe(false)],
    stillChecking: ["Show them anyway", () => expect(picks.filters.cachedOnly).toBe(false)],
    allHidden: ["Clear filters", () => expect(picks.filters).toMatchObject({ text: "", unhide: true })],
    preferencesHide: ["Show them anyway", () => expect(picks.filters.unhide).toBe(true)],
    checkFailed: ["Ask again", asksAgain],
    offline: ["Ask again", asksAgain],
    failed: ["Ask again", asksAgain],
  };

  it.each(Object.entries(states))("%s", async (code, [button, does]) => {
    picks.filters = { ...showAll, cachedOnly: true, text: "x" };
    render(PicksEmpty, { code: code as EmptyCode, previous: undefined, next: undefined, onchoose: () => {} });
    const empty = screen.getByTestId("empty");
    expect(empty.dataset.code).toBe(code);
    expect(empty.textContent).toContain(t.empty[code as EmptyCode][0]);
    await fireEvent.click(within(empty).getByText(button));
    does();
    covered.add(code);
  });

  it("offers another episode where the sources had nothing", async () => {
    const onchoose = vi.fn();
    render(PicksEmpty, { code: "nothingFound", previous: episode(3), next: episode(5), onchoose });
    await fireEvent.click(screen.getByText("Previous episode"));
    await fireEvent.click(screen.getByText("Next episode"));
    expect(onchoose.mock.calls.map(([one]) => one.episode)).toEqual([3, 5]);
  });
});

describe("trouble beside rows", () => {
  const error = (code: WireError["code"]): WireError => ({ code, message: "Said so.", hint: null, about: null });
  const check = { service: "realdebrid", label: "Real-Debrid", checked: 0, total: 1, cached: 0 };

  it.each([
    ["noAccount", "Open Settings", goesTo("settings")],
    ["tokenRefused", "Open Settings", goesTo("settings")],
    ["subscriptionEnded", "Open Settings", goesTo("settings")],
    ["failed", "Ask again", asksAgain],
    ["offline", "Ask again", asksAgain],
    ["nothingCached", "Show uncached", () => expect(picks.filters.cachedOnly).toBe(false)],
    ["checkFailed", "Try again", () => expect(ipc.recheck).toHaveBeenCalledWith(1, expect.any(Function))],
  ] as const)("%s", async (code, button, does) => {
    vi.spyOn(ipc, "recheck").mockResolvedValue();
    const broken = { checkFailed: "timeout", offline: "unreachable", failed: "internal" } as const;
    const said = error(code in broken ? broken[code as keyof typeof broken] : (code as WireError["code"]));
    const own = code === "failed" || code === "offline";
    const well = code === "nothingCached";
    picks.filters = { ...showAll, cachedOnly: true };
    picks.search = {
      ...picks.search,
      rows: rowMap(row("a", { cached: "no" })),
      error: own ? said : null,
      checks: own ? [] : [{ ...check, error: well ? null : said }],
    };
    render(CacheBar);
    expect(screen.getByTestId("empty").dataset.code).toBe(code);
    await fireEvent.click(screen.getByText(button));
    does();
    covered.add(`beside rows: ${code}`);
  });

  it("offers no uncached rows where they are shown already", () => {
    picks.search = { ...picks.search, rows: rowMap(row("a", { cached: "no" })), checks: [{ ...check, error: null }] };
    render(CacheBar);
    expect(screen.getByTestId("empty").dataset.code).toBe("nothingCached");
    expect(screen.queryByRole("button")).toBe(null);
  });
});
