// Every command and place by name, as far as it can be reached from here.
import { tick } from "svelte";
import { t } from "../messages";
import type { App } from "./app.svelte";
import { pickVerbs } from "./keys";
import type { LibraryTab, Route } from "./router.svelte";

export type Command = {
  id: string;
  group: "go" | "streams" | "look";
  label: string;
  /** The key that does the same without the list. */
  key?: string;
  run: () => void;
};

/** The commands in the order they are listed. Keys act on what one leads to, also where they were asked for in the field. */
export function commands(app: App): Command[] {
  return [...streams(app), ...places(app), ...look(app)].map((command) => ({
    ...command,
    run: () => {
      app.leaveSearch();
      command.run();
    },
  }));
}

function places(app: App): Command[] {
  const go = (id: string, label: string, route: Route): Command => ({
    id,
    group: "go",
    label,
    run: () => app.router.go(route),
  });
  const tab = (tab: LibraryTab, label: string) => go(tab, `${t.nav.library}: ${label}`, { place: "library", tab });
  const section = (id: string, label: string): Command => ({
    id: `settings-${id}`,
    group: "go",
    label: `${t.nav.settings}: ${label}`,
    run: () => void openSection(app, id),
  });
  return [
    { id: "search", group: "go", label: t.search.label, key: "/", run: () => app.focusSearch() },
    go("home", t.nav.home, { place: "home" }),
    tab("history", t.library.tabs.history),
    tab("watchlist", t.library.tabs.watchlist),
    tab("downloads", t.library.tabs.downloads),
    tab("cloud", t.library.tabs.cloud),
    tab("added", t.library.tabs.added),
    tab("fetching", t.library.tabs.fetching),
    go("sources", t.nav.sources, { place: "sources" }),
    section("account", t.settings.account),
    section("playback", t.settings.playback),
    section("downloads", t.downloads.settings),
    section("preferences", t.settings.preferences),
    section("sources", t.settings.sources),
    section("appearance", t.settings.appearance),
    section("privacy", t.settings.privacy),
    section("diagnostics", t.settings.diagnostics),
    { id: "shortcuts", group: "go", label: t.nav.shortcuts, key: "?", run: () => (app.shortcutsOpen = true) },
  ];
}

async function openSection(app: App, id: string) {
  app.router.go({ place: "settings" });
  await tick();
  const heading = document.getElementById(`heading-${id}`);
  heading?.parentElement?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

function streams(app: App): Command[] {
  const labels: Record<string, string> = {
    p: t.verb.play,
    c: t.verb.copy,
    o: t.verb.open,
    k: t.downloads.keepAbout,
    m: t.verb.magnet,
    f: t.commands.filter,
    l: t.commands.toList,
    r: t.picks.retryAll,
    "[": t.picks.previous,
    "]": t.picks.next,
  };
  const verbs = pickVerbs(app);
  const found = Object.entries(labels).flatMap(([key, label]): Command[] => {
    const run = verbs[key];
    return run && canRun(key) ? [{ id: key, group: "streams", label, key: key.toUpperCase(), run }] : [];
  });
  const watchlist = document.querySelector<HTMLElement>("[data-testid='watchlist-toggle']");
  if (watchlist)
    found.push({ id: "w", group: "streams", label: t.commands.watchlist, key: "W", run: () => watchlist.click() });
  return found;
}

/** Whether its button is there: only episodes have one before and after them. */
function canRun(key: string): boolean {
  const button = { "[": "previous-episode", "]": "next-episode", p: "pick-play" }[key];
  return button === undefined || document.querySelector(`[data-testid='${button}']:not(:disabled)`) !== null;
}

function look(app: App): Command[] {
  const one = (id: string, label: string, run: () => unknown, key?: string): Command => ({
    id,
    group: "look",
    label,
    key,
    run: () => void run(),
  });
  return [
    one("dark", t.commands.dark, () => app.change({ type: "theme", theme: "dark" })),
    one("light", t.commands.light, () => app.change({ type: "theme", theme: "light" })),
    one("system", t.commands.followSystem, () => app.change({ type: "theme", theme: "system" })),
    one("larger", t.commands.larger, () => app.resize(1), "Ctrl +"),
    one("smaller", t.commands.smaller, () => app.resize(-1), "Ctrl −"),
    one("size", t.commands.ownSize, () => app.resize(0), "Ctrl 0"),
    one("big", app.big.on ? t.commands.leaveBig : t.commands.big, () => app.big.toggle(), "F11"),
    one("english", "English", () => app.change({ type: "language", language: "english" })),
    one("turkish", "Türkçe", () => app.change({ type: "language", language: "turkish" })),
  ];
}
