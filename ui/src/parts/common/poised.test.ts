// A moment on a control, told once, and once when it is over.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { poised } from "./poised";

const ready = vi.fn();
const away = vi.fn();
let button: HTMLButtonElement;
let leave: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  button = document.createElement("button");
  leave = poised(ready, away)(button) as () => void;
});
afterEach(() => vi.useRealTimers());
const fire = (name: string) => button.dispatchEvent(new Event(name));

it("tells of a hand that rests there, and when it has gone", () => {
  fire("pointerenter");
  vi.advanceTimersByTime(390);
  expect(ready).not.toHaveBeenCalled();
  vi.advanceTimersByTime(20);
  fire("focus");
  fire("pointerleave");
  vi.advanceTimersByTime(1000);
  expect(ready).toHaveBeenCalledOnce();
  expect(away).not.toHaveBeenCalled();
  fire("blur");
  expect(away).toHaveBeenCalledOnce();
});

it("says nothing of one that passes, and gives up with the control", () => {
  fire("pointerenter");
  fire("pointerleave");
  vi.advanceTimersByTime(1000);
  expect(ready).not.toHaveBeenCalled();
  expect(away).not.toHaveBeenCalled();
  fire("focus");
  vi.advanceTimersByTime(500);
  leave();
  expect(away).toHaveBeenCalledOnce();
});
