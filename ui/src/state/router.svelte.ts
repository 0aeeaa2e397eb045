// Where the person is, in the address's hash, and how they get back: each step remembers its scroll places and its focus.
import { tick } from "svelte";
import type { Kind } from "../wire";

export type Route =
  | { place: "home" }
  | { place: "search"; query: string }
  | { place: "title"; kind: Kind; id: string; season: number | null; episode: number | null }
  | { place: "torrent"; id: string; name: string | null }
  | { place: "browse"; kind: Kind; listing: string; of: string | null }
  | { place: "library"; tab?: LibraryTab }
  | { place: "sources" }
  | { place: "settings" };

export const libraryTabs = ["history", "watchlist", "downloads", "cloud", "added", "fetching"] as const;
export type LibraryTab = (typeof libraryTabs)[number];

const kinds: readonly string[] = ["movie", "series", "anime"];

export function readRoute(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [place, kind, id] = path.split("/").map(decodeURIComponent);
  const params = new URLSearchParams(search);
  const figure = (name: string) => (/^\d+$/.test(params.get(name) ?? "") ? Number(params.get(name)) : null);
  if (place === "search") return { place, query: params.get("q") ?? "" };
  if (place === "sources" || place === "settings") return { place };
  if (place === "library") {
    const tab = libraryTabs.find((one) => one === kind);
    return tab ? { place, tab } : { place };
  }
  if (place === "torrent" && kind) return { place, id: kind, name: params.get("name") };
  if (place === "browse" && kind && kinds.includes(kind) && id)
    return { place, kind: kind as Kind, listing: id, of: params.get("of") };
  if (place === "title" && kind && kinds.includes(kind) && id) {
    return { place, kind: kind as Kind, id, season: figure("s"), episode: figure("e") };
  }
  return { place: "home" };
}

export function writeRoute(route: Route): string {
  if (route.place === "search") return `#/search?${new URLSearchParams({ q: route.query })}`;
  if (route.place === "title") {
    const at = new URLSearchParams();
    if (route.season !== null) at.set("s", String(route.season));
    if (route.episode !== null) at.set("e", String(route.episode));
    return `#/title/${route.kind}/${encodeURIComponent(route.id)}${at.size > 0 ? `?${at}` : ""}`;
  }
  if (route.place === "torrent") {
    const name = route.name === null ? "" : `?${new URLSearchParams({ name: route.name })}`;
    return `#/torrent/${encodeURIComponent(route.id)}${name}`;
  }
  if (route.place === "browse") {
    const of = route.of === null ? "" : `?${new URLSearchParams({ of: route.of })}`;
    return `#/browse/${route.kind}/${encodeURIComponent(route.listing)}${of}`;
  }
  if (route.place === "library") return route.tab ? `#/library/${route.tab}` : "#/library";
  return `#/${route.place}`;
}

type Kept = { scroll: Map<string, [number, number]>; focus: string | null };

export class Router {
  route = $state.raw<Route>(readRoute(location.hash));
  /** Steps taken in this run, so that Back never leaves the app. */
  depth = $state(0);
  private kept = new Map<number, Kept>();

  constructor() {
    history.replaceState({ depth: 0 }, "");
    addEventListener("popstate", (event) => this.onPop(event));
    addEventListener("hashchange", () => {
      const next = readRoute(location.hash);
      if (writeRoute(next) !== writeRoute(this.route)) this.route = next;
    });
  }

  go(route: Route, how: "push" | "replace" = "push") {
    if (writeRoute(route) === writeRoute(this.route)) return;
    if (how === "push") {
      this.remember();
      this.depth += 1;
      history.pushState({ depth: this.depth }, "", writeRoute(route));
    } else {
      history.replaceState({ depth: this.depth }, "", writeRoute(route));
    }
    this.route = route;
  }

  back() {
    if (this.depth > 0) history.back();
    else this.go({ place: "home" }, "replace");
  }

  private onPop(event: PopStateEvent) {
    this.remember();
    const depth = (event.state as { depth?: number } | null)?.depth ?? 0;
    this.depth = depth;
    this.route = readRoute(location.hash);
    void this.restore(depth);
  }

  private remember() {
    const scroll = new Map<string, [number, number]>();
    for (const element of document.querySelectorAll<HTMLElement>("[data-keep]")) {
      scroll.set(element.dataset.keep ?? "", [element.scrollTop, element.scrollLeft]);
    }
    const focused = document.activeElement?.closest<HTMLElement>("[data-focus]");
    this.kept.set(this.depth, { scroll, focus: focused?.dataset.focus ?? null });
  }

  /** Content may come a little later than the place: look for it over a few frames. */
  private async restore(depth: number) {
    const kept = this.kept.get(depth);
    if (!kept) return;
    const waiting = new Map(kept.scroll);
    let focus = kept.focus;
    for (let frame = 0; frame < 24 && (waiting.size > 0 || focus !== null); frame += 1) {
      await tick();
      for (const [key, [top, left]] of waiting) {
        const element = document.querySelector<HTMLElement>(`[data-keep="${CSS.escape(key)}"]`);
        if (!element) continue;
        element.scrollTop = top;
        element.scrollLeft = left;
        if (Math.abs(element.scrollTop - top) < 2 && Math.abs(element.scrollLeft - left) < 2) waiting.delete(key);
      }
      const target = focus === null ? null : document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focus)}"]`);
      if (target) {
        target.focus({ preventScroll: true });
        focus = null;
      }
      await new Promise((next) => setTimeout(next, 16));
    }
  }
}
