// The mode for who sits far away: arrows reach everything, and a gamepad presses keys.
import { afterEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { BigMode, moveAnywhere } from "./bigmode.svelte";
import { come, down, press } from "./gamepad";
import { Toasts } from "./toasts.svelte";

afterEach(() => {
  document.body.innerHTML = "";
  vi.restoreAllMocks();
});

const pad = (pressed: number[], axes: number[] = [0, 0]) => ({
  buttons: Array.from({ length: 17 }, (_, at) => ({ pressed: pressed.includes(at) })),
  axes,
});

describe("a gamepad", () => {
  it.each([
    ["its buttons", pad([0, 1, 9]), ["Enter", "Escape", "Menu"]],
    ["its cross", pad([12, 15]), ["ArrowRight", "ArrowUp"]],
    ["its stick", pad([], [0.1, -0.9]), ["ArrowUp"]],
    ["its stick, the stronger way", pad([], [0.95, 0.7]), ["ArrowRight"]],
    ["a stick at rest", pad([], [0.2, 0.2]), []],
    ["no pad", null, []],
  ])("says keys by %s", (_, one, keys) => {
    expect([...down([null, one])].sort()).toEqual(keys);
  });

  it("presses once, and arrows again while they are held", () => {
    const keys = new Set(["Enter", "ArrowDown"]);
    const first = come(new Map(), keys, 0);
    expect(first.come).toEqual(["Enter", "ArrowDown"]);
    const soon = come(first.held, keys, 400);
    expect(soon.come).toEqual([]);
    const again = come(soon.held, keys, 430);
    expect(again.come).toEqual(["ArrowDown"]);
    expect(come(again.held, keys, 500).come).toEqual([]);
    expect(come(again.held, keys, 570).come).toEqual(["ArrowDown"]);
    const released = come(again.held, new Set(), 600);
    expect(come(released.held, keys, 610).come).toEqual(["Enter", "ArrowDown"]);
  });

  it("clicks what has the focus unless a key was taken, and asks for the commands", () => {
    const button = document.body.appendChild(document.createElement("button"));
    const click = vi.fn();
    button.onclick = click;
    button.focus();
    press("Enter");
    expect(click).toHaveBeenCalledTimes(1);
    const asked: string[] = [];
    button.onkeydown = (event) => {
      asked.push([event.ctrlKey ? "Ctrl" : "", event.shiftKey ? "Shift" : "", event.key].filter(Boolean).join(" "));
      event.preventDefault();
    };
    press("Enter");
    press("Menu");
    expect([click.mock.calls.length, asked]).toEqual([1, ["Enter", "Ctrl Shift k"]]);
  });
});

describe("arrows", () => {
  const put = (id: string, left: number, top: number, inside: HTMLElement = document.body) => {
    const button = inside.appendChild(document.createElement("button"));
    button.id = id;
    button.getBoundingClientRect = () => new DOMRect(left, top, 20, 20);
    button.scrollIntoView = () => {};
    return button;
  };
  const arrow = (key: string) => {
    moveAnywhere(new KeyboardEvent("keydown", { key, cancelable: true }));
    return document.activeElement?.id;
  };

  it("go from the first thing to the nearest that way, over what cannot be used", () => {
    put("a", 0, 0);
    put("off", 40, 0).disabled = true;
    put("b", 100, 0);
    put("c", 0, 100);
    expect(arrow("ArrowDown")).toBe("a");
    expect(arrow("ArrowRight")).toBe("b");
    expect(arrow("ArrowDown")).toBe("c");
    expect(arrow("ArrowDown"), "nothing lies there").toBe("c");
    expect(arrow("ArrowUp")).toBe("a");
  });

  it("stay in a dialog", () => {
    put("behind", 0, 50);
    const dialog = document.body.appendChild(document.createElement("div"));
    dialog.dataset.dialogContent = "";
    put("in", 0, 0, dialog).focus();
    put("also", 0, 200, dialog);
    expect(arrow("ArrowDown")).toBe("also");
  });
});

describe("the mode", () => {
  it("is what the window is, and stays off when that fails", async () => {
    const draw = vi.spyOn(ipc, "bigMode").mockResolvedValue();
    const big = new BigMode(new Toasts());
    big.redraw();
    await big.toggle();
    big.redraw();
    await big.toggle();
    expect([big.on, draw.mock.calls.flat()]).toEqual([false, [true, true, false]]);
    draw.mockRejectedValueOnce({ code: "internal", message: "no", hint: null, about: null });
    await big.toggle();
    expect(big.on).toBe(false);
  });
});
