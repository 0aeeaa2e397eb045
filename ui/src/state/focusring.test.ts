// What has the focus is drawn after a key, whatever the pointer did before.
import { afterEach, beforeEach, expect, it } from "vitest";
import { markFocus } from "./focusring";

let stop: () => void;
beforeEach(() => {
  document.body.replaceChildren();
  for (const id of ["a", "b"]) document.body.append(Object.assign(document.createElement("button"), { id }));
  stop = markFocus();
});
afterEach(() => stop());

const focus = (id: string) => document.getElementById(id)?.focus();
const key = (name: string) => dispatchEvent(new KeyboardEvent("keydown", { key: name }));
const pointer = () => dispatchEvent(new Event("pointerdown"));
const drawn = () => [...document.querySelectorAll("[data-keyed]")].map((one) => one.id);

it("follows the focus while keys are used, and is gone with the pointer", () => {
  pointer();
  focus("a");
  expect(drawn()).toEqual([]);
  key("l");
  expect(drawn(), "the key alone shows where one is").toEqual(["a"]);
  focus("b");
  expect(drawn()).toEqual(["b"]);
  pointer();
  focus("a");
  expect(drawn()).toEqual([]);
  key("Shift");
  expect(drawn(), "a modifier is no step").toEqual([]);
});
