// The keyboard, for the whole window. Single letters act only while nothing is being typed.
import type { App } from "./app.svelte";
import { moveFocus } from "./spatial";

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches("input, textarea, select") || target.isContentEditable);

export function onKey(event: KeyboardEvent, app: App, place: HTMLElement) {
  if (event.defaultPrevented || event.isComposing) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "k") return done(event, app.focusSearch);
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
    return done(event, () => document.querySelector<HTMLElement>("[data-testid='pick-play']")?.click());
  }
  if (moveFocus(event, place)) return;
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
  const { picks } = app;
  if (!picks.target) return;
  const press = (selector: string) => () => document.querySelector<HTMLElement>(selector)?.click();
  const focus = (selector: string) => () => document.querySelector<HTMLElement>(selector)?.focus();
  const row = document.activeElement?.closest<HTMLElement>("[data-testid='row']");
  const on = (name: string) =>
    row
      ? () => row.querySelector<HTMLElement>(`[data-testid='row-${name}']`)?.click()
      : press(`[data-testid='pick-${name}']`);
  const id = row?.dataset.id ?? picks.result.pick?.id;
  // What is held already plays at once: there is nothing to fetch.
  const held = id === undefined || picks.result.rows.get(id)?.cached === "yes" || !app.services.signedIn;
  const fetchable = held ? null : id;
  const keys: Record<string, () => void> = {
    p: on("play"),
    c: on("copy"),
    o: on("open"),
    d: () => fetchable && picks.fetches.ask(fetchable, row ? "row" : "pick"),
    m: () => id !== undefined && void picks.links.copyMagnet(id),
    f: focus("[data-testid='filter-input']"),
    l: focus("[data-testid='row'][tabindex='0']"),
    r: press("[data-testid='retry-all']"),
    "[": press("[data-testid='previous-episode']"),
    "]": press("[data-testid='next-episode']"),
  };
  const run = keys[event.key.toLowerCase()];
  if (run) done(event, run);
}

function done(event: KeyboardEvent, run: () => void) {
  event.preventDefault();
  run();
}
