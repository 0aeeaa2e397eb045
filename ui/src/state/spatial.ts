// Arrow keys between things marked `data-nav`: the nearest one in that direction. Sideways stays within its shelf until
// that ends at the left, where the rail of places begins; up and down stay in the rail or in the place beside it.
export type Direction = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";
const directions: readonly string[] = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
type Box = { left: number; right: number; top: number; bottom: number };

/** What has a use of its own for arrows. */
const ownArrows =
  "input, textarea, select, [role='slider'], [role='radiogroup'], [role='tablist'], [role='menu'], [role='listbox'], [aria-haspopup]";

/** How far `to` lies from `from` that way; null when it does not lie that way. Pure. */
export function distance(from: Box, to: Box, direction: Direction): number | null {
  const middle = (box: Box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
  const a = middle(from);
  const b = middle(to);
  const along = { ArrowUp: a.y - b.y, ArrowDown: b.y - a.y, ArrowLeft: a.x - b.x, ArrowRight: b.x - a.x }[direction];
  const upright = direction === "ArrowUp" || direction === "ArrowDown";
  // What stands above or below is not beside, however wide one of the two is.
  const beside = to.right <= from.left || to.left >= from.right;
  const level = to.top < from.bottom && to.bottom > from.top;
  if (!upright && !beside && !level) return null;
  const apart = upright
    ? Math.max(0, to.left - from.right, from.left - to.right) + Math.abs(a.x - b.x) * 0.1
    : Math.max(0, to.top - from.bottom, from.top - to.bottom) * 4;
  return along > 4 ? along + apart * 2 : null;
}

const within = (scope: Element | null) => [...(scope?.querySelectorAll<HTMLElement>("[data-nav]") ?? [])];

/** The nearest of these that way. */
function nearest(from: Element, among: HTMLElement[], direction: Direction): HTMLElement | null {
  const here = from.getBoundingClientRect();
  let best: { element: HTMLElement; far: number } | null = null;
  for (const element of among) {
    const far = element === from ? null : distance(here, element.getBoundingClientRect(), direction);
    if (far !== null && (!best || far < best.far)) best = { element, far };
  }
  return best?.element ?? null;
}

/** Where an arrow leads from what has the focus; null where it leads nowhere. */
export function nextFocus(from: Element, direction: Direction, rail: Element, place: Element): HTMLElement | null {
  if (from.closest(ownArrows)) return null;
  if (from === document.body || from.contains(place)) return firstMarked(place);
  const [inside] = within(from);
  if (inside) return inside;
  const inRail = rail.contains(from);
  if (direction === "ArrowUp" || direction === "ArrowDown")
    return nearest(from, within(inRail ? rail : place), direction);
  if (inRail)
    return direction === "ArrowRight" ? (nearest(from, within(place), direction) ?? firstUsable(place)) : null;
  const shelf = from.closest("[data-navrow]");
  const beside = nearest(from, within(shelf ?? place), direction);
  return beside ?? (direction === "ArrowLeft" ? nearest(from, within(rail), direction) : null);
}

/** The first thing that shows. */
function firstMarked(place: Element): HTMLElement | null {
  const top = place.getBoundingClientRect().top;
  const marked = within(place);
  return marked.find((element) => element.getBoundingClientRect().top >= top) ?? marked[0] ?? null;
}

/** In a place where nothing is marked, whatever can be used first. */
const firstUsable = (place: Element) =>
  place.querySelector<HTMLElement>("button:not(:disabled), input, a[href], [tabindex='0']");

/** Moves the focus; true when it did. */
export function moveFocus(event: KeyboardEvent, rail: Element, place: Element): boolean {
  if (!directions.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return false;
  const to = nextFocus(document.activeElement ?? document.body, event.key as Direction, rail, place);
  if (!to) return false;
  event.preventDefault();
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "smooth" });
  return true;
}
