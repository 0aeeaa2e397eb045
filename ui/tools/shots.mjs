// A contact sheet: every place and state of the page, at two sizes, dark and light, some in Turkish, some at twice the
// size, some without motion, into ../target/screens, with one montage for each.
// `npm run shots [-- word …]` takes only those whose name holds a word (`word$` for exactly that name). `--sheet=940-light`
// takes only the sheets whose name begins so (several with commas), `--axe` also runs the accessibility rules. CHROMIUM names the browser. Says
// how many states it took, what broke the CSP, the console or a rule, and fails if anything did.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";
import { shots } from "./states.mjs";

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const has = (flag) => process.argv.includes(flag);
const out = fileURLToPath(new URL("../../target/screens/", import.meta.url));
mkdirSync(out, { recursive: true });
const axeSource = has("--axe")
  ? readFileSync(fileURLToPath(new URL("../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8")
  : null;

const wanted = (name) =>
  words.length === 0 || words.some((word) => (word.endsWith("$") ? name === word.slice(0, -1) : name.includes(word)));
/** Places whose words are most at risk of not fitting. */
const turkish = [
  ...["home", "home-first", "search", "film", "series", "library", "library-cloud", "sources", "settings", "numbers"],
  ...["film-menu", "film-facets", "film-hidden-rows", "why-pack", "pack", "torrent", "sources-own", "state-refused"],
  ...["state-uncached-only", "settings-preferences", "shortcuts", "state-uncached", "film-foreign", "film-lang"],
  ...[
    "downloads",
    "downloads-full",
    "downloads-metered",
    "downloads-followed",
    "downloads-empty",
    "downloads-delete",
    "downloads-not-as-promised",
    "series-ahead",
    "settings-downloads",
    "pack-keep",
    "series-keep",
  ],
  ...["settings-about", "update-remark", "update-offered", "update-failed"],
];
const zoomed = [
  ...[
    "home",
    "home-first",
    "search",
    "film",
    "film-menu",
    "film-facets",
    "series",
    "series-episode",
    "why-pack",
    "pack",
  ],
  ...["numbers", "torrent", "library-cloud", "sources-edit", "sources-own", "settings", "state-refused", "shortcuts"],
  ...["downloads", "downloads-metered", "downloads-followed", "settings-downloads"],
];
const still = ["home-loading", "film-start", "film-running", "film-resolving", "series", "why-pack", "pack-waiting"];
const sheets = [];
for (const scheme of ["dark", "light"])
  for (const [width, height] of [
    [1280, 820],
    [940, 600],
  ])
    sheets.push({ id: `${width}-${scheme}`, width, height, scheme, scale: 1, language: "en", only: null });
for (const scheme of ["dark", "light"])
  sheets.push({ id: `tr-${scheme}`, width: 940, height: 600, scheme, scale: 1, language: "tr", only: turkish });
// 1280×820 with everything twice as large.
for (const scheme of ["dark", "light"])
  sheets.push({ id: `zoom-${scheme}`, width: 640, height: 410, scheme, scale: 2, language: "en", only: zoomed });
// Big mode on a laptop and on a television: half as large again.
for (const [width, height] of [
  [853, 547],
  [1280, 720],
])
  sheets.push({
    id: `big-${width}`,
    ...{ width, height, scheme: "dark", scale: 1.5, language: "en" },
    only: ["home", "film", "series", "browse", "search", "settings"],
    big: true,
  });
sheets.push({
  id: "still",
  width: 940,
  height: 600,
  scheme: "dark",
  scale: 1,
  language: "en",
  only: still,
  still: true,
});
const only = (process.argv.find((one) => one.startsWith("--sheet="))?.slice(8) ?? "").split(",");

// Any free port, so that several of these run side by side.
const server = await preview({ mode: "mock", logLevel: "error", build: { outDir: "dist-mock" }, preview: { port: 0 } });
const site = server.resolvedUrls.local[0];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const faults = new Map();
const fault = (text, where) => faults.set(text, [...(faults.get(text) ?? []), where]);
let taken = 0;
let checked = 0;
const states = new Set();

async function photograph(context, sheet, [name, state, address, prepare]) {
  const page = await context.newPage();
  const where = `${name} ${sheet.id}`;
  page.on("console", (message) => {
    const expected = message.text().includes("404");
    if (["error", "warning"].includes(message.type()) && !expected) fault(message.text(), where);
  });
  page.on("pageerror", (error) => fault(error.message, where));
  const [hash, more] = address.split("&one");
  const one = more === undefined ? "" : "&one";
  await page.goto(`${site}?state=${state}&language=${sheet.language}${one}${hash}`);
  if (sheet.big) await page.keyboard.press("F11");
  try {
    await prepare(page);
  } catch (error) {
    fault(String(error).split("\n")[0], where);
  }
  await page.waitForFunction(pictured, null, { timeout: 4000 }).catch(() => fault("pictures missing", where));
  // They fade in.
  await page.waitForTimeout(250);
  await page.screenshot({ path: `${out}${name}-${sheet.id}.png` });
  taken += 1;
  states.add(name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wide) fault("the page is wider than its window", where);
  if (axeSource) await check(page, where);
  await page.close();
}

/** In the page: every picture in the window is there or known to be broken. */
function pictured() {
  return [...document.images].every((image) => {
    const { top, bottom, left, right } = image.getBoundingClientRect();
    const seen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    // Posters and stills are shown once they are told to be loaded.
    const shown = image.closest(".frame.poster, .frame.still") === null || image.classList.contains("loaded");
    return !seen || (image.naturalWidth > 0 && shown) || image.closest("[hidden]") !== null;
  });
}

async function check(page, where) {
  // Colours on their way are no colours to judge.
  await page.addStyleTag({ content: "*{transition:none!important;animation:none!important}" }).catch(() => {});
  await page.evaluate(`(() => { const module = undefined; ${axeSource} })()`);
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"], preload: false }));
  checked += 1;
  for (const { id, nodes } of found.violations)
    for (const node of nodes.slice(0, 3))
      fault(`axe ${id}: ${node.html.slice(0, 150)} ${node.any[0]?.message ?? node.none[0]?.message ?? ""}`, where);
}

for (const sheet of sheets.filter(({ id }) => only.some((begin) => id.startsWith(begin)))) {
  const context = await browser.newContext({
    viewport: { width: sheet.width, height: sheet.height },
    deviceScaleFactor: sheet.scale,
    colorScheme: sheet.scheme,
    reducedMotion: sheet.still ? "reduce" : "no-preference",
    bypassCSP: axeSource !== null,
  });
  const queue = shots.filter(([name]) => wanted(name) && (sheet.only === null || sheet.only.includes(name)));
  const names = queue.map(([name]) => name);
  const worker = async () => {
    for (let shot = queue.shift(); shot; shot = queue.shift())
      await photograph(context, sheet, shot).catch((error) =>
        fault(String(error).split("\n")[0], `${shot[0]} ${sheet.id}`),
      );
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  await context.close();
  if (words.length === 0 && names.length > 0) montage(sheet, names);
  console.log(`${sheet.id}: ${names.length} pictures, ${faults.size} faults so far`);
}

function montage(sheet, names) {
  const files = names.map((name) => `${out}${name}-${sheet.id}.png`);
  try {
    execFileSync("montage", [
      ...["-label", "%t", "-geometry", "400x+8+8", "-tile", "5x", "-background", "#808080", "-pointsize", "13"],
      ...[...files, `${out}sheet-${sheet.id}.png`],
    ]);
  } catch (error) {
    console.log(`no montage of ${sheet.id}: ${String(error).split("\n")[0]}`);
  }
}

await browser.close();
await server.close();
console.log(`${states.size} states of ${shots.length}, ${taken} pictures in ${out}`);
if (axeSource) {
  const broken = [...faults.keys()].filter((text) => text.startsWith("axe "));
  console.log(`axe: ${checked} pages, ${broken.length === 0 ? "no violations" : `${broken.length} violations`}`);
}
for (const [text, where] of faults) console.log(`${text}\n    ${where.length} × ${where.slice(0, 6).join(", ")}`);
process.exit(faults.size > 0 ? 1 : 0);
