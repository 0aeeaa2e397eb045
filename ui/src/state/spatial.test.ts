import { expect, it } from "vitest";
import { distance, nextFocus } from "./spatial";

const box = (left: number, top: number) => ({ left, top, right: left + 100, bottom: top + 100 });

it("prefers what lies straight ahead over what lies aside", () => {
  const from = box(0, 0);
  const below = distance(from, box(0, 300), "ArrowDown");
  const aside = distance(from, box(400, 200), "ArrowDown");
  expect(below).not.toBe(null);
  expect(below ?? Infinity).toBeLessThan(aside ?? Infinity);
});

it("does not take what stands above for what stands beside", () => {
  const wide = { left: 0, top: 300, right: 600, bottom: 360 };
  expect(distance(wide, box(20, 100), "ArrowLeft")).toBe(null);
  expect(distance({ ...wide, left: 200 }, box(20, 100), "ArrowLeft")).not.toBe(null);
});

it("does not look back", () => {
  expect(distance(box(200, 0), box(0, 0), "ArrowRight")).toBe(null);
});

/** A thing at a place, as it would be laid out. */
function thing(id: string, left: number, top: number, marked = true): HTMLElement {
  const element = Object.assign(document.createElement("button"), { id });
  if (marked) element.dataset.nav = "";
  const { right, bottom } = box(left, top);
  element.getBoundingClientRect = () => ({ left, top, right, bottom }) as DOMRect;
  return element;
}

it("leads from anywhere into the place, along its shelves, and out into the rail and back", () => {
  const [rail, place, shelf] = [
    document.createElement("nav"),
    document.createElement("main"),
    thing("shelf", 0, 0, false),
  ];
  shelf.dataset.navrow = "";
  rail.append(thing("home", 0, 0), thing("library", 0, 200));
  shelf.append(thing("a", 200, 200), thing("b", 320, 200));
  const plain = thing("plain", 900, 0, false);
  place.append(shelf, thing("below", 320, 400), plain);
  document.body.replaceChildren(rail, place);
  const from = (id: string) => document.getElementById(id) ?? document.body;
  const lead = (id: string, direction: Parameters<typeof nextFocus>[1]) =>
    nextFocus(from(id), direction, rail, place)?.id ?? null;
  expect(lead("nothing", "ArrowDown"), "nothing had the focus").toBe("a");
  expect(lead("a", "ArrowRight")).toBe("b");
  expect(lead("b", "ArrowRight"), "a shelf ends").toBe(null);
  expect(lead("b", "ArrowDown")).toBe("below");
  expect(lead("a", "ArrowLeft"), "the place beside it in the rail").toBe("library");
  expect(lead("library", "ArrowUp")).toBe("home");
  expect(lead("library", "ArrowRight")).toBe("a");
  expect(lead("plain", "ArrowDown"), "from what is not marked itself").toBe("b");
  from("plain").setAttribute("aria-haspopup", "listbox");
  expect(lead("plain", "ArrowDown"), "it opens with an arrow").toBe(null);
});
