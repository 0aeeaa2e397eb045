// Rules about the page's own source: no markup from text, one module that talks to the shell, no colour outside the tokens.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
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

/** Whether a part reaches for the whole app, as a value or as a type, or for a place; of the router only types are free. */
const reachesOut = (source: string) =>
  /["'](?:\.{1,2}\/)+(?:state\/(?:app|keys)\b|views\/|App\.svelte)/.test(source) ||
  /^\s*import (?!type\b)[^;]*state\/router\b/m.test(source);

it("parts are given what they show: none reaches for the app or a place", () => {
  const parts = files.filter((name) => name.startsWith("parts"));
  expect(parts.length).toBeGreaterThan(70);
  expect(parts.filter((name) => reachesOut(read(name)))).toEqual([]);
});

it.each([
  ['import { app } from "../../state/app.svelte";', true],
  ['import type { App } from "../../state/app.svelte";', true],
  ['const { app } = await import("../../state/app.svelte");', true],
  ['import Title from "../../views/Title.svelte";', true],
  ['import { libraryTabs } from "../../state/router.svelte";', true],
  ['import type { Route } from "../../state/router.svelte";', false],
  ['import { sizeOf } from "../../state/facts";', false],
])("%s in a part is refused: %s", (line, refused) => {
  expect(reachesOut(`<script lang="ts">\n  ${line}\n</script>`)).toBe(refused);
});

/** The circles among files by what each imports, types included; a file is named once. */
function circles(sources: Record<string, string>): string[][] {
  const known = (path: string) => [path, `${path}.ts`, `${path}/index.ts`].find((name) => name in sources);
  const imported = (name: string) =>
    [...(sources[name] ?? "").matchAll(/(?:from|import) "(\.{1,2}\/[^"]+)"/g)]
      .map(([, path]) => known(normalize(join(dirname(name), path ?? ""))))
      .filter((other) => other !== undefined && other !== name) as string[];
  const arrows = new Map(Object.keys(sources).map((name) => [name, imported(name)]));
  const reached = (from: string) => {
    const seen = new Set<string>();
    const waiting = [from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
      for (const next of arrows.get(at) ?? []) if (!seen.has(next)) waiting.push((seen.add(next), next));
    return seen;
  };
  const reach = new Map([...arrows.keys()].map((name) => [name, reached(name)]));
  const told = new Set<string>();
  return [...reach].flatMap(([name, to]) => {
    if (!to.has(name) || told.has(name)) return [];
    const circle = [...to].filter((other) => reach.get(other)?.has(name)).sort();
    circle.forEach((member) => told.add(member));
    return [circle];
  });
}

it("files do not import one another in a circle", () => {
  expect(circles(Object.fromEntries(own.map((name) => [name, read(name)])))).toEqual([]);
  const planted = { "a/one.ts": 'import { x } from "./two";', "a/two.ts": 'import type { Y } from "../b/three";' };
  expect(circles({ ...planted, "b/three.ts": "" })).toEqual([]);
  expect(circles({ ...planted, "b/three.ts": 'import "../a/one";' })).toEqual([["a/one.ts", "a/two.ts", "b/three.ts"]]);
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
