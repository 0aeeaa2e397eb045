// A gamepad as six keys and one for the commands. It is looked at only while somebody wants it and the window has the focus.

/** Keys by the button of the standard layout. */
const buttons: Record<number, string> = {
  0: "Enter",
  1: "Escape",
  9: "Menu",
  12: "ArrowUp",
  13: "ArrowDown",
  14: "ArrowLeft",
  15: "ArrowRight",
};
/** How far a stick is pushed before it counts. */
const pushed = 0.6;
/** A key that is held comes again after this time, and then every time after that. */
const repeatAfterMs = 420;
const repeatEveryMs = 130;

type Pad = { buttons: readonly { pressed: boolean }[]; axes: readonly number[] };

/** The keys that are down on any of the pads. Pure. */
export function down(pads: readonly (Pad | null)[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const pad of pads) {
    if (!pad) continue;
    for (const [at, key] of Object.entries(buttons)) if (pad.buttons[Number(at)]?.pressed) keys.add(key);
    const [x = 0, y = 0] = pad.axes;
    if (Math.abs(x) > pushed && Math.abs(x) >= Math.abs(y)) keys.add(x > 0 ? "ArrowRight" : "ArrowLeft");
    else if (Math.abs(y) > pushed) keys.add(y > 0 ? "ArrowDown" : "ArrowUp");
  }
  return keys;
}

/** When each key that is held comes next. */
export type Held = ReadonlyMap<string, number>;

/** The keys that come now, and those that are held on. Only arrows come again. Pure. */
export function come(held: Held, keys: ReadonlySet<string>, now: number): { held: Held; come: string[] } {
  const next = new Map<string, number>();
  const come: string[] = [];
  for (const key of keys) {
    const due = held.get(key);
    if (due === undefined) {
      come.push(key);
      next.set(key, key.startsWith("Arrow") ? now + repeatAfterMs : Infinity);
    } else if (now >= due) {
      come.push(key);
      next.set(key, now + repeatEveryMs);
    } else next.set(key, due);
  }
  return { held: next, come };
}

/** Presses a key as the keyboard would. */
export function press(key: string) {
  const target = document.activeElement ?? document.body;
  const menu = key === "Menu";
  const init = { key: menu ? "k" : key, ctrlKey: menu, shiftKey: menu, bubbles: true, cancelable: true };
  const free = target.dispatchEvent(new KeyboardEvent("keydown", init));
  if (free && key === "Enter" && target instanceof HTMLElement && target !== document.body) target.click();
}

export class Gamepads {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private held: Held = new Map();

  follow() {
    this.stop();
    const pads = document.hasFocus() ? (navigator.getGamepads?.() ?? []) : [];
    const next = come(this.held, down(pads), performance.now());
    this.held = next.held;
    next.come.forEach(press);
    // Nothing is plugged in, or the window is not looked at: seldom is often enough.
    this.timer = setTimeout(() => this.follow(), pads.some((pad) => pad !== null) ? 40 : 1000);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
