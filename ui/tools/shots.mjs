// A contact sheet: every place and state of the page, at two sizes, dark and light, into ../target/screens.
// `npm run shots [-- word …]` takes only those whose name holds a word. Says what broke the CSP or the console.
// CHROMIUM names the browser; `--axe` also runs the accessibility rules.
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const has = (flag) => process.argv.includes(flag);
const out = fileURLToPath(new URL("../../target/screens/", import.meta.url));
mkdirSync(out, { recursive: true });
const axeSource = has("--axe")
  ? readFileSync(fileURLToPath(new URL("../node_modules/axe-core/axe.min.js", import.meta.url)), "utf8")
  : null;

const film = "#/title/movie/tt1727587";
const series = "#/title/series/tt9100001";
const episode = "#/title/series/tt9100001?s=1&e=4";
const complete = (page) => page.waitForSelector("[data-testid=picks][data-complete=true]", { timeout: 30000 });
const rest = (ms) => (page) => page.waitForTimeout(ms);
const all =
  (...steps) =>
  async (page) => {
    for (const step of steps) await step(page);
  };
const click = (selector) => (page) => page.click(selector);
const hover = (selector) => (page) => page.hover(selector);
const type = (selector, text) => (page) => page.fill(selector, text);
const press = (key) => (page) => page.keyboard.press(key);

/** name, state, address, what to do before the picture */
const shots = [
  ["home", "", "#/home", rest(1500)],
  ["home-loading", "slow", "#/home", rest(250)],
  ["home-first", "first", "#/home", rest(1500)],
  [
    "home-first-tested",
    "first",
    "#/home",
    all(rest(500), type("[data-testid=token-input]", "abc"), click("[data-testid=token-test]"), rest(1300)),
  ],
  [
    "home-first-done",
    "first",
    "#/home",
    all(rest(500), type("[data-testid=token-input]", "abc"), click("[data-testid=token-save]"), rest(1300)),
  ],
  ["home-nokeyring", "nokeyring", "#/home", rest(1500)],
  ["home-rowfail", "rowfail", "#/home", rest(1500)],
  [
    "home-focus",
    "",
    "#/home",
    all(rest(1500), (page) => page.focus("[data-focus='movies/tt1254207']"), press("ArrowRight"), rest(300)),
  ],
  ["search", "", "#/search?q=e", rest(1500)],
  ["search-loading", "slow", "#/search?q=e", rest(500)],
  ["search-nothing", "", "#/search?q=zzzz", rest(1500)],
  ["search-start", "", "#/search?q=", rest(300)],
  ["search-error", "rowfail", "#/search?q=e", rest(1500)],
  ["film-start", "slow", film, rest(2600)],
  ["film-running", "", film, rest(1500)],
  ["film", "", film, all(complete, rest(300))],
  ["film-list", "", film, all(complete, press("l"), press("PageDown"), rest(400))],
  ["film-hover", "", film, all(complete, hover("[data-testid=row]"), rest(300))],
  ["film-chip", "", film, all(complete, click("[data-source=zilean]"), rest(300))],
  [
    "film-tier",
    "",
    film,
    all(complete, click("[data-tier='4k-hdr']"), type("[data-testid=filter-input]", "-remux size:<20gb"), rest(300)),
  ],
  ["film-hidden", "", film, all(complete, type("[data-testid=filter-input]", "nothinglikethis"), rest(300))],
  ["film-resolving", "", film, all(complete, click("[data-testid=pick-play]"), rest(1000))],
  ["film-playing", "", film, all(complete, click("[data-testid=pick-play]"), rest(3200))],
  ["film-copied", "", film, all(complete, click("[data-testid=pick-copy]"), rest(2800))],
  ["film-row-failed", "uncached", film, all(complete, click("[data-testid=row-play]"), rest(3600))],
  ["film-noposter", "", "#/title/series/tt9100003", rest(1200)],
  ["series", "", series, rest(1200)],
  ["series-episode", "", episode, all(complete, rest(300))],
  ["series-unlisted", "", "#/title/series/tt9100006", rest(1000)],
  ["series-notaired", "", "#/title/series/tt9100004?s=1&e=7", rest(1200)],
  ["anime", "", "#/title/anime/kitsu%3A90001?s=1&e=500", all(complete, rest(300))],
  ["title-loading", "slow", film, rest(400)],
  ["title-failed", "titlefail", film, rest(900)],
  ["state-dead", "dead", film, all(complete, rest(300))],
  ["state-offline", "offline", film, all(complete, rest(300))],
  ["state-nothing", "nothing", episode, all(complete, rest(300))],
  ["state-noid", "noid", film, all(complete, rest(300))],
  ["state-alloff", "alloff", film, all(complete, rest(300))],
  ["state-noaccount", "noaccount", film, all(complete, rest(300))],
  ["state-refused", "refused", film, all(complete, rest(300))],
  ["state-ended", "ended", film, all(complete, rest(300))],
  ["state-checkfail", "checkfail", film, all(complete, rest(300))],
  ["state-unknown", "unknown", film, all(complete, rest(300))],
  ["state-uncached", "uncached", film, all(complete, rest(300))],
  ["state-uncached-only", "uncached", film, all(complete, click("[data-testid=cached-only]"), rest(300))],
  ["state-failed", "failed", film, all(complete, rest(300))],
  ["state-legal", "legal", film, all(complete, click("[data-testid=pick-play]"), rest(1100))],
  ["state-noplayer", "noplayer", film, all(complete, click("[data-testid=pick-play]"), rest(3200))],
  ["library", "", "#/library", rest(700)],
  ["library-empty", "empty", "#/library", rest(700)],
  ["sources", "", "#/sources", rest(500)],
  ["sources-edit", "", "#/sources", all(rest(400), click("[data-testid=source-edit]"), rest(300))],
  ["settings", "", "#/settings", rest(500)],
  ["settings-service", "", "#/settings", all(rest(400), click("[data-testid=service-select]"), rest(400))],
  [
    "settings-refused",
    "refused",
    "#/settings",
    all(rest(400), type("[data-testid=token-input]", "x"), click("[data-testid=token-test]"), rest(1100)),
  ],
  ["settings-nokeyring", "nokeyring", "#/settings", rest(500)],
  ["shortcuts", "", "#/home", all(rest(800), press("?"), rest(400))],
];
const wanted = (name) =>
  words.length === 0 || words.some((word) => (word.endsWith("$") ? name === word.slice(0, -1) : name.includes(word)));
const sizes = has("--one")
  ? [[1280, 820]]
  : [
      [1280, 820],
      [940, 600],
    ];
const schemes = has("--one") ? ["dark"] : ["dark", "light"];

const server = await preview({ mode: "mock", logLevel: "error", build: { outDir: "dist-mock" } });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const faults = new Set();
let taken = 0;
for (const colorScheme of schemes) {
  for (const [width, height] of sizes) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const queue = shots.filter(([name]) => wanted(name));
    const one = async ([name, state, address, prepare]) => {
      const page = await context.newPage();
      page.on("console", (message) => {
        const expected = message.text().includes("404");
        if (["error", "warning"].includes(message.type()) && !expected) faults.add(`${name}: ${message.text()}`);
      });
      page.on("pageerror", (error) => faults.add(`${name}: ${error.message}`));
      await page.goto(`http://localhost:5179/?state=${state}${address}`);
      try {
        await prepare(page);
      } catch (error) {
        faults.add(`${name}: ${String(error).split("\n")[0]}`);
      }
      await page.screenshot({ path: `${out}${name}-${width}-${colorScheme}.png` });
      taken += 1;
      if (axeSource) {
        await page
          .evaluate(`(() => { const module = undefined; ${axeSource} })()`)
          .catch((error) => faults.add(`axe: ${error.message}`));
        const found = await page.evaluate(() => window.axe.run());
        for (const { id, nodes } of found.violations) {
          faults.add(
            `${name} ${colorScheme}: axe ${id} ×${nodes.length}: ${nodes[0].html.slice(0, 160)} ${nodes[0].any[0]?.message ?? ""}`,
          );
        }
      }
      await page.close();
    };
    const worker = async () => {
      for (let shot = queue.shift(); shot; shot = queue.shift()) await one(shot);
    };
    await Promise.all(Array.from({ length: axeSource ? 2 : 4 }, worker));
    await context.close();
  }
}
await browser.close();
await server.close();
console.log(`${taken} pictures in ${out}`);
for (const fault of faults) console.log(fault);
process.exit(faults.size > 0 ? 1 : 0);
