// The search field: what is typed, pasted and entered leads somewhere, and the address brings its words along.
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import type { Query } from "../wire";
import { RecentSearches } from "./recentsearches.svelte";
import { Router } from "./router.svelte";
import { TitleSearch } from "./search.svelte";
import { SearchField } from "./searchfield.svelte";
import { Toasts } from "./toasts.svelte";

let router: Router;
let search: TitleSearch;
let recents: RecentSearches;
let field: SearchField;
let stop: () => void;
const open = vi.fn();
const commands = vi.fn();
const nameOf = vi.fn(async (_: Query): Promise<string | null> => null);
const torrent: Query = { type: "torrent", id: "a".repeat(40), name: null };

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(ipc, "keepSearches").mockResolvedValue();
  vi.spyOn(ipc, "searches").mockResolvedValue([]);
  router = new Router();
  router.go({ place: "home" });
  search = new TitleSearch(
    async () => [],
    async (text) => (text.length === 40 ? torrent : { type: "words", text, season: null, episode: null }),
  );
  recents = new RecentSearches();
  field = new SearchField(router, search, recents, new Toasts(), { open, commands, nameOf });
  stop = field.follow();
  flushSync();
});
afterEach(() => {
  stop();
  open.mockClear();
  commands.mockClear();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("what is typed", () => {
  it("leads to the results, and stays one step in the way back", () => {
    const { depth } = router;
    field.type("s");
    field.type("si");
    expect([router.route, router.depth - depth]).toEqual([{ place: "search", query: "si" }, 1]);
    field.clear();
    expect([field.text, router.route]).toEqual(["", { place: "search", query: "" }]);
  });

  it("asks for the commands when it begins with >, and then is not searched for", () => {
    field.type(">");
    expect([commands.mock.calls.length, field.text, router.route.place]).toEqual([1, "", "home"]);
    field.type("a>b");
    expect([commands.mock.calls.length, field.text]).toEqual([1, "a>b"]);
  });

  it("goes with the address, and stays beside the title it led to", () => {
    router.go({ place: "search", query: "sintel" });
    flushSync();
    expect(field.text).toBe("sintel");
    router.go({ place: "title", kind: "movie", id: "tt1", season: null, episode: null });
    flushSync();
    expect(field.text).toBe("sintel");
    router.go({ place: "settings" });
    flushSync();
    expect(field.text).toBe("");
  });
});

describe("Enter", () => {
  it("searches without waiting", () => {
    search.type("sintel");
    expect(field.enter(), "it led nowhere else").toBe(false);
    expect(search.asked).toBe("sintel");
    expect(router.route).toEqual({ place: "search", query: "sintel" });
  });

  it("opens what the text names, once that was read", async () => {
    field.type("a".repeat(40));
    await vi.advanceTimersByTimeAsync(300);
    expect(field.enter()).toBe(true);
    expect(open).toHaveBeenCalledExactlyOnceWith(torrent);
    expect(recents.list).toEqual(["a".repeat(40)]);
  });
});

describe("a pasted text", () => {
  it("that names one thing goes there at once", async () => {
    vi.spyOn(ipc, "readQuery").mockResolvedValue(torrent);
    expect(field.paste(` magnet:?xt=urn:btih:${"a".repeat(40)} `)).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(open).toHaveBeenCalledExactlyOnceWith(torrent);
  });

  it("that cannot be used is shown with the results, which say why", async () => {
    const error = { code: "badInput" as const, message: "No id.", hint: null, about: null };
    vi.spyOn(ipc, "readQuery").mockResolvedValue({ type: "unusable", error });
    field.paste("https://example.org/");
    await vi.advanceTimersByTimeAsync(0);
    expect([open.mock.calls, router.route]).toEqual([[], { place: "search", query: "https://example.org/" }]);
  });

  it("of words is left to the field", () => {
    expect(field.paste("tears of steel")).toBe(false);
  });
});

it("Escape leads back from the results, and from nowhere else", () => {
  expect(field.escape()).toBe(false);
  field.type("s");
  const back = vi.spyOn(router, "back").mockImplementation(() => {});
  expect(field.escape()).toBe(true);
  expect(back).toHaveBeenCalledTimes(1);
});
