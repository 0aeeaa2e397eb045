// Arrow keys between things marked `data-nav`: the nearest one in that direction. Sideways stays within its shelf.
export type Direction = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";
const directions: readonly string[] = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];
type Box = { left: number; right: number; top: number; bottom: number };

/** How far `to` lies from `from` that way; null when it does not lie that way. Pure. */
export function distance(from: Box, to: Box, direction: Direction): number | null {
  const middle = (box: Box) => ({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
  const a = middle(from);
  const b = middle(to);
  const along = { ArrowUp: a.y - b.y, ArrowDown: b.y - a.y, ArrowLeft: a.x - b.x, ArrowRight: b.x - a.x }[direction];
  const upright = direction === "ArrowUp" || direction === "ArrowDown";
  const apart = upright
    ? Math.max(0, to.left - from.right, from.left - to.right) + Math.abs(a.x - b.x) * 0.1
    : Math.max(0, to.top - from.bottom, from.top - to.bottom) * 4;
  return along > 4 ? along + apart * 2 : null;
}

/** Moves the focus; true when it did. */
export function moveFocus(event: KeyboardEvent, within: HTMLElement): boolean {
  if (!directions.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return false;
  const direction = event.key as Direction;
  const from = document.activeElement;
  if (!(from instanceof HTMLElement) || from.dataset.nav === undefined) return false;
  const shelf = from.closest<HTMLElement>("[data-navrow]");
  const sideways = direction === "ArrowLeft" || direction === "ArrowRight";
  const scope = sideways && shelf ? shelf : within;
  const here = from.getBoundingClientRect();
  let best: { element: HTMLElement; far: number } | null = null;
  for (const element of scope.querySelectorAll<HTMLElement>("[data-nav]")) {
    const far = element === from ? null : distance(here, element.getBoundingClientRect(), direction);
    if (far !== null && (!best || far < best.far)) best = { element, far };
  }
  if (!best) return false;
  event.preventDefault();
  best.element.focus({ preventScroll: true });
  best.element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "smooth" });
  return true;
}
