// Rules about the page's own source: no markup from text, one door to the shell, no colour outside the tokens.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

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
