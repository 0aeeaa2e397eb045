// The person's hand rests on a control: it has had the focus or the pointer for a moment.
import type { Attachment } from "svelte/attachments";

const momentMs = 400;

/** Calls `ready` after a moment of focus or pointer, and `away` when both have left again. */
export function poised(ready: () => void, away: () => void): Attachment<HTMLElement> {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let told = false;
    const holds = { pointer: false, focus: false };
    const look = () => {
      const held = holds.pointer || holds.focus;
      if (held && timer === undefined && !told)
        timer = setTimeout(() => {
          told = true;
          ready();
        }, momentMs);
      if (held) return;
      clearTimeout(timer);
      timer = undefined;
      if (told) away();
      told = false;
    };
    const set = (by: keyof typeof holds, held: boolean) => () => {
      holds[by] = held;
      look();
    };
    const listeners = [
      ["pointerenter", set("pointer", true)],
      ["pointerleave", set("pointer", false)],
      ["focus", set("focus", true)],
      ["blur", set("focus", false)],
    ] as const;
    for (const [name, listener] of listeners) element.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) element.removeEventListener(name, listener);
      holds.pointer = holds.focus = false;
      look();
    };
  };
}
