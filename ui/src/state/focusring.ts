// What has the focus is drawn whenever the last input was a key, also where a script moved it after a pointer was used:
// browsers then draw nothing by themselves. The styles know it by `data-keyed`.
const alone: readonly string[] = ["Shift", "Control", "Alt", "Meta"];

/** Marks what has the focus until the returned function is called. */
export function markFocus(): () => void {
  let keyed = false;
  let marked: Element | null = null;
  const mark = (element: Element | null) => {
    if (marked === element) return;
    marked?.removeAttribute("data-keyed");
    marked = element;
    marked?.setAttribute("data-keyed", "");
  };
  const onKey = (event: KeyboardEvent) => {
    if (alone.includes(event.key)) return;
    keyed = true;
    const { activeElement } = document;
    mark(activeElement === document.body ? null : activeElement);
  };
  const onPointer = () => {
    keyed = false;
    mark(null);
  };
  const onFocus = ({ target }: FocusEvent) => mark(keyed && target instanceof Element ? target : null);
  const onBlur = () => mark(null);
  // Before anything else hears of them: what a key does may move the focus at once.
  addEventListener("keydown", onKey, true);
  addEventListener("pointerdown", onPointer, true);
  document.addEventListener("focusin", onFocus, true);
  document.addEventListener("focusout", onBlur, true);
  return () => {
    mark(null);
    removeEventListener("keydown", onKey, true);
    removeEventListener("pointerdown", onPointer, true);
    document.removeEventListener("focusin", onFocus, true);
    document.removeEventListener("focusout", onBlur, true);
  };
}
