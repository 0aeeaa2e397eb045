// The keyboard, for the whole window. Single letters act only while nothing is being typed.
import type { App } from "./app.svelte";
import { tiers } from "./facts";
import type { Step } from "./size";
import { moveFocus } from "./spatial";

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches("input, textarea, select") || target.isContentEditable);

/** What is on the disk stands above the pick, and comes first. */
const firstPlay = "[data-testid='disk-play'], [data-testid='pick-play']";

const sizeSteps: Record<string, Step> = { "+": 1, "=": 1, "-": -1, "0": 0 };

/** The wheel with Ctrl held: larger or smaller. */
export function onWheel(event: WheelEvent, app: App) {
  if (!event.ctrlKey || event.deltaY === 0) return;
  event.preventDefault();
  void app.resize(event.deltaY < 0 ? 1 : -1);
}

/** Ctrl+K: the search field; pressed in it, or with Shift, the commands. */
function searchOrCommands({ target: from, shiftKey }: KeyboardEvent, app: App) {
  if (shiftKey || (from instanceof HTMLElement && from.dataset.testid === "search-input")) app.commandsOpen = true;
  else app.focusSearch();
}

export function onKey(event: KeyboardEvent, app: App, { rail, place }: { rail: Element; place: Element }) {
  if (event.defaultPrevented || event.isComposing) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "k") return done(event, () => searchOrCommands(event, app));
  if (event.key === "F11") return done(event, () => void app.big.toggle());
  const step = command && !event.altKey ? sizeSteps[event.key] : undefined;
  if (step !== undefined) return done(event, () => void app.resize(step));
  if (
    command ||
    event.altKey ||
    document.querySelector(
      "[data-dialog-content], [data-alert-dialog-content], [data-select-content], [data-popover-content], [data-dropdown-menu-content]",
    )
  )
    return;
  if (event.key === "Escape") return escape(event, app);
  if (typing(event.target)) return;
  if (event.key === "/") return done(event, app.focusSearch);
  if (event.key === "?") return done(event, () => (app.shortcutsOpen = true));
  if (
    event.key === "Enter" &&
    event.target instanceof HTMLElement &&
    event.target.matches("body, [data-enter='plays']")
  ) {
    return done(event, () => document.querySelector<HTMLElement>(firstPlay)?.click());
  }
  if (moveFocus(event, rail, place)) return;
  if (event.key.toLowerCase() === "w") {
    const watchlist = document.querySelector<HTMLElement>("[data-testid='watchlist-toggle']");
    if (watchlist) return done(event, () => watchlist.click());
  }
  pickKeys(event, app);
}

function escape(event: KeyboardEvent, app: App) {
  if (typing(event.target)) (event.target as HTMLElement).blur();
  else if (app.player.now.counting !== null) void app.player.control({ type: "stay" });
  else if (app.picks.links.active !== null) app.picks.links.stop();
  else if (app.router.route.place !== "home") app.router.back();
  else return;
  event.preventDefault();
}

function pickKeys(event: KeyboardEvent, app: App) {
  const run = pickVerbs(app)[event.key.toLowerCase()];
  if (run) done(event, run);
}

/** What can be done with the streams that are open, by its key. With the focus on a row it is about that row. */
export function pickVerbs(app: App): Record<string, () => void> {
  const { picks } = app;
  if (!picks.target) return {};
  const press = (selector: string) => () => document.querySelector<HTMLElement>(selector)?.click();
  const focus = (selector: string) => () => document.querySelector<HTMLElement>(selector)?.focus();
  const row = document.activeElement?.closest<HTMLElement>("[data-testid='row']");
  const on = (name: string) =>
    row
      ? () => row.querySelector<HTMLElement>(`[data-testid='row-${name}']`)?.click()
      : press(`[data-testid='pick-${name}']`);
  const tier = (at: number) => () => picks.filter.toggleTier(tiers[at] ?? "unmarked");
  const id = row?.dataset.id ?? picks.pick.row?.id;
  // What is held already plays at once: there is nothing to fetch.
  const found = id === undefined ? undefined : picks.result.rows.get(id);
  const held = found?.cached === "yes" || found?.linkOnly || !app.services.signedIn;
  const fetchable = held || id === undefined ? null : id;
  return {
    p: row ? on("play") : press(firstPlay),
    c: on("copy"),
    o: on("open"),
    k: () => id !== undefined && app.services.signedIn && void picks.act(id, "keep", { goOn: !row }),
    d: () => fetchable && picks.fetches.ask(fetchable, row ? "row" : "pick"),
    m: () => id !== undefined && !found?.linkOnly && void picks.links.copyMagnet(id),
    f: focus("[data-testid='filter-input']"),
    l: focus("[data-testid='row'][tabindex='0']"),
    r: press("[data-testid='retry-all']"),
    ...Object.fromEntries(tiers.map((_, at) => [String(at + 1), tier(at)])),
    "0": () => picks.filter.overall(),
    "[": press("[data-testid='previous-episode']"),
    "]": press("[data-testid='next-episode']"),
  };
}

function done(event: KeyboardEvent, run: () => void) {
  event.preventDefault();
  run();
}
