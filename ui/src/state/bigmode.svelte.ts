// The mode for who sits far away: the window fills the screen, everything is larger, arrows reach everything, and a gamepad
// presses the same keys.
import { ipc } from "../ipc";
import { distance, type Direction } from "./spatial";
import { Gamepads } from "./gamepad";
import type { Toasts } from "./toasts.svelte";

export class BigMode {
  on = $state(false);
  private gamepads = new Gamepads();

  constructor(private readonly toasts: Toasts) {}

  async toggle(): Promise<void> {
    const wanted = !this.on;
    if (!(await this.toasts.attempt(() => ipc.bigMode(wanted)))) return;
    this.on = wanted;
    if (wanted) this.gamepads.follow();
    else this.gamepads.stop();
  }

  /** After another size was chosen: the window forgot that it is larger still. */
  redraw() {
    if (this.on) void ipc.bigMode(true).catch(() => {});
  }
}

const overlays = "[data-dialog-content], [data-alert-dialog-content], [data-popover-content]";
const focusable = "button, a[href], input, [tabindex]";

/** An arrow that nothing else took: the focus goes to the nearest thing that way. */
export function moveAnywhere(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !event.key.startsWith("Arrow"))
    return;
  const direction = event.key as Direction;
  const from = document.activeElement;
  const upright = direction === "ArrowUp" || direction === "ArrowDown";
  if (from instanceof HTMLInputElement && !upright) return;
  const scope = [...document.querySelectorAll(overlays)].at(-1) ?? document.body;
  const inside = from instanceof HTMLElement && from !== document.body && scope.contains(from);
  const here = inside ? from.getBoundingClientRect() : new DOMRect(0, 0, 0, 0);
  let best: { element: HTMLElement; far: number } | null = null;
  for (const element of scope.querySelectorAll<HTMLElement>(focusable)) {
    if (element === from || element.tabIndex < 0 || element.matches(":disabled")) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const far = inside ? distance(here, box, direction) : box.top * 2 + box.left;
    if (far !== null && (!best || far < best.far)) best = { element, far };
  }
  if (!best) return;
  event.preventDefault();
  best.element.focus({ preventScroll: true });
  best.element.scrollIntoView({ block: "nearest", inline: "nearest" });
}
