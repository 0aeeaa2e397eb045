// Rules about the page's own source: no markup from text, one door to the shell, no colour outside the tokens, AA contrast.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(process.cwd(), "src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
  /\.(svelte|ts|css)$/.test(name),
);
const read = (name: string) => readFileSync(join(root, name), "utf8");
const own = files.filter((name) => !name.includes(".test.") && name !== "wire.ts");

it("no component turns text into markup", () => {
  expect(own.filter((name) => /\{@html|innerHTML|insertAdjacentHTML/.test(read(name)))).toEqual([]);
});

it("no static style attribute, which the window's CSP would refuse", () => {
  expect(own.filter((name) => name.endsWith(".svelte") && /\sstyle="[^{]/.test(read(name)))).toEqual([]);
});

it("only ipc.ts imports the shell's bridge", () => {
  expect(own.filter((name) => /from "@tauri-apps/.test(read(name)))).toEqual(["ipc.ts"]);
});

it("nothing but the mock imports the mock", () => {
  expect(own.filter((name) => !name.startsWith("mock") && /from "\.{1,2}\/(.*\/)?mock\//.test(read(name)))).toEqual([]);
});

it("components name colours, they do not spell them", () => {
  const literal = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\((?!0 0 0)/i;
  const style = (name: string) => /<style>([\s\S]*)<\/style>/.exec(read(name))?.[1] ?? "";
  expect(own.filter((name) => name.endsWith(".svelte") && literal.test(style(name)))).toEqual([]);
});

it("files stay short enough to read at once", () => {
  const long = own.filter(
    (name) => !/^(mock|messages)/.test(name) && !name.endsWith(".css") && read(name).split("\n").length > 260,
  );
  expect(long).toEqual([]);
});

describe("contrast", () => {
  const tokens = read("styles/tokens.css");
  const token = (name: string, scheme: 0 | 1) => {
    const value = new RegExp(`--${name}: ([^;]+);`).exec(tokens)?.[1] ?? "";
    const hexes = value.match(/#[0-9a-f]{6}/gi) ?? [];
    return hexes[scheme] ?? hexes[0] ?? "";
  };
  const light = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string) => {
    const [high = 0, low = 0] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const grounds = ["ground", "surface", "raised"];
  const inks = ["text", "muted", "faint", "accent-text", "good", "warn", "danger"];

  it.each(grounds.flatMap((ground) => inks.map((ink) => [ink, ground] as const)))(
    "%s on %s is AA in both schemes",
    (ink, ground) => {
      for (const scheme of [0, 1] as const) {
        expect(contrast(token(ink, scheme), token(ground, scheme)), scheme ? "dark" : "light").toBeGreaterThanOrEqual(
          4.5,
        );
      }
    },
  );

  it("words on the sun are AA at both of its ends", () => {
    for (const end of ["accent", "accent-deep"])
      expect(contrast(token("on-accent", 0), token(end, 0))).toBeGreaterThan(4.5);
  });
});
