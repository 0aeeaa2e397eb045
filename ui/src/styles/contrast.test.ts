// The contrast of every ink on every ground it stands on, in both schemes, computed from the tokens by WCAG 2's formula.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

type Colour = { r: number; g: number; b: number; a: number };
const tokens = readFileSync(join(process.cwd(), "src/styles/tokens.css"), "utf8");
const schemes = ["light", "dark"] as const;
type Scheme = (typeof schemes)[number];

/** A token in a scheme, as `#rrggbb` or `rgb(r g b / a%)`. */
function token(name: string, scheme: Scheme): Colour {
  const value = new RegExp(`--${name}: ([^;]+);`).exec(tokens)?.[1] ?? "";
  const found = [...value.matchAll(/#[0-9a-f]{6}|rgb\([^)]*\)/gi)].map(([text]) => text);
  const text = found[scheme === "dark" ? 1 : 0] ?? found[0];
  if (!text) throw new Error(`no token ${name}`);
  if (text.startsWith("#")) {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
    return { r, g, b, a: 1 };
  }
  const [r = 0, g = 0, b = 0, a = 100] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return { r, g, b, a: a / 100 };
}

const over = (top: Colour, ground: Colour): Colour => {
  const mix = (a: number, b: number) => a * top.a + b * (1 - top.a);
  return { r: mix(top.r, ground.r), g: mix(top.g, ground.g), b: mix(top.b, ground.b), a: 1 };
};

function light({ r, g, b }: Colour): number {
  const [red = 0, green = 0, blue = 0] = [r, g, b].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Colour, b: Colour): number {
  const [high = 0, low = 0] = [light(a), light(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** The ratio of an ink on a ground that tints lie on, in the worse scheme. */
const worst = (ink: string, ground: string, ...tints: string[]) =>
  Math.min(
    ...schemes.map((scheme) => {
      const base = tints.reduce((under, tint) => over(token(tint, scheme), under), token(ground, scheme));
      return contrast(over(token(ink, scheme), base), base);
    }),
  );

const grounds = ["ground", "surface", "raised"];

describe("text is at least 4.5", () => {
  const inks = ["text", "muted", "faint", "accent-text", "good", "warn", "danger"];
  it.each(inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)))("%s on %s", (ink, ground) => {
    expect(worst(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["text", "lifted", []],
    ["muted", "lifted", []],
    ["accent-text", "ground", ["accent-soft"]],
    ["accent-text", "surface", ["accent-soft"]],
    ["accent-text", "raised", ["accent-soft"]],
    ["good", "surface", ["good-soft"]],
    ["good", "ground", ["good-soft"]],
    ["good", "raised", ["good-soft"]],
    ["danger", "surface", ["danger-soft"]],
    ["danger", "ground", ["danger-soft"]],
    ["warn", "ground", ["warn-soft"]],
    ["text", "ground", ["warn-soft"]],
    ["muted", "ground", ["warn-soft"]],
    ["muted", "ground", ["accent-soft"]],
    ["muted", "surface", ["press"]],
    ["muted", "ground", ["press"]],
    ["muted", "ground", ["hover"]],
    // The board's chips, a row's marks, the panel they stand on.
    ["text", "ground", ["panel", "hover"]],
    ["muted", "ground", ["panel", "hover"]],
    ["muted", "ground", ["panel", "press"]],
    ["faint", "ground", ["panel"]],
    ["danger", "ground", ["panel", "hover"]],
    ["warn", "ground", ["panel", "hover"]],
    ["good", "ground", ["panel", "good-soft"]],
    ["accent-text", "ground", ["panel", "hover"]],
    // Menus and the filters' values, chosen and not.
    ["text", "surface", ["press"]],
    ["faint", "surface", ["hover"]],
    ["muted", "surface", ["warn-soft"]],
    // The sheets: a chosen file, what marks its path, its score.
    ["danger", "surface", ["hover"]],
    ["accent-text", "surface", ["hover", "accent-soft"]],
    ["danger", "surface", ["hover", "danger-soft"]],
    ["muted", "surface", ["press"]],
    ["muted", "raised", []],
    ["text", "raised", ["good-soft"]],
    ["muted", "surface", ["hover"]],
  ] as [string, string, string[]][])("%s on %s under %j", (ink, ground, tints) => {
    expect(worst(ink, ground, ...tints)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["accent", "accent-deep"])("words on the sun's %s", (end) => {
    expect(worst("on-accent", end)).toBeGreaterThanOrEqual(4.5);
  });
});

describe("what is no text but tells something is at least 3", () => {
  const marks = ["focus", "good", "danger", "warn", "accent-text"];
  it.each(marks.flatMap((mark) => [...grounds, "lifted"].map((ground) => [mark, ground] as const)))(
    "%s on %s",
    (mark, ground) => {
      expect(worst(mark, ground)).toBeGreaterThanOrEqual(3);
    },
  );
  it("a switch's knob, on and off", () => {
    expect(worst("muted", "lifted")).toBeGreaterThanOrEqual(3);
    expect(worst("ground", "text")).toBeGreaterThanOrEqual(3);
  });
  it("a progress bar's part on its track", () => {
    expect(worst("focus", "surface", "press")).toBeGreaterThanOrEqual(3);
    expect(worst("focus", "ground", "press")).toBeGreaterThanOrEqual(3);
  });
});
