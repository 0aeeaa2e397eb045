// The main job without a pointer, in Chromium over the mock: a series from search to pick, why this file and back; a known
// film with its presses counted; a pasted id; the commands; a gamepad alone. `npm run build:mock && npm run keys [-- walk …]`. At every
// stop the focused element must be seen (an outline or a ring), have a role and a name; what happens must be said in a
// live region. Prints each stop; the exit code is 1 when one fails.
import { chromium } from "playwright-core";
import { preview } from "vite";

const server = await preview({ mode: "mock", logLevel: "error", build: { outDir: "dist-mock" }, preview: { port: 0 } });
const site = server.resolvedUrls.local[0];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const words = process.argv.slice(2);
const wanted = (name) => words.length === 0 || words.includes(name);
const faults = [];
const page = await browser.newPage({ viewport: { width: 940, height: 600 } });

/** What has the focus: how it is called, and whether one can see that it has it. */
const focused = () =>
  page.evaluate(() => {
    const one = document.activeElement;
    const drawn = (style) =>
      (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    // A card draws it around its picture.
    const ring = [one, ...one.querySelectorAll("*")].some((part) => drawn(getComputedStyle(part)));
    const { top, bottom, left, right } = one.getBoundingClientRect();
    const inView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    const name = one.getAttribute("aria-label") ?? (one.textContent || one.getAttribute("placeholder") || "").trim();
    const native = { BUTTON: "button", INPUT: "textbox", A: "link", SECTION: "region" };
    const role = one.getAttribute("role") ?? native[one.tagName] ?? null;
    return { testid: one.dataset.testid ?? null, role, name, seen: inView && ring };
  });

async function stop(what, holds) {
  for (let tries = 0; tries < 100; tries += 1) {
    const on = await focused();
    if (holds(on)) {
      const good = on.role !== null && on.name !== "" && on.seen;
      console.log(`${good ? "ok  " : "FAIL"} ${what}: ${on.role} “${on.name.replaceAll(/\s+/g, " ").slice(0, 60)}”`);
      if (!good) faults.push(`${what}: ${JSON.stringify(on)}`);
      return;
    }
    await page.waitForTimeout(100);
  }
  console.log(`FAIL ${what}`);
  faults.push(`${what}: the focus is on ${JSON.stringify(await focused())}`);
}

async function said(what, pattern) {
  const heard = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("[role=status], [role=alert], [aria-live]")]
        .map((one) => one.textContent)
        .join(" | "),
    );
  for (let tries = 0; tries < 150; tries += 1) {
    if (pattern.test(await heard())) return console.log(`ok   said: ${what}`);
    await page.waitForTimeout(100);
  }
  console.log(`FAIL said: ${what}`);
  faults.push(`${what} was not said: ${await heard()}`);
}

let presses = 0;
const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
  presses += keys.length;
};
const at = (testid) => (on) => on.testid === testid;
const complete = () => page.waitForSelector("[data-testid=picks][data-complete=true]", { timeout: 60_000 });
async function open(place) {
  await page.goto("about:blank");
  await page.goto(`${site}${place}`);
}
function holds(what, good, found) {
  console.log(`${good ? "ok  " : "FAIL"} ${what}`);
  if (!good) faults.push(`${what}: ${JSON.stringify(found)}`);
}

async function series() {
  await open("#/home");
  await page.waitForSelector("[data-testid=title-card]");
  await press("/");
  await stop("the search field by /", at("search-input"));
  await page.keyboard.type("harbour");
  await said("how many titles were found", /1 title/);
  await press("ArrowDown");
  await stop("the first title found", at("title-card"));
  await press("Enter");
  await stop("the first episode not watched", at("episode"));
  await press("ArrowDown");
  await stop("an episode by arrows", at("episode"));
  await press("Enter");
  await complete();
  await said("how many streams, how many cached", /streams.*cached on Real-Debrid/);
  await press("l");
  await stop("the list by L", at("row"));
  await press("ArrowDown");
  await stop("the next row by an arrow", at("row"));
  await press("Enter");
  await said("that it plays", /Playing in mpv/);
  await press("i");
  await page.waitForSelector("[data-testid=why]");
  await stop("inside Why this file", (on) => on.role !== null && on.testid !== "row");
  await press("Escape");
  await stop("the same row after Escape", at("row"));
  await press("f");
  await stop("the filter by F", at("filter-input"));
  await page.keyboard.type("size:<4gb");
  await said("how many rows are left", /\d+ streams/);
  await press("Escape", "p");
  await said("that the pick plays", /Playing in mpv/);
  await press("Escape");
  await stop("the episode after Escape", at("episode"));
  await press("Escape");
  await stop("the title in the results after Escape", at("title-card"));
  await press("?");
  await stop("the keyboard sheet", (on) => on.role !== null);
}

/** The focus goes with the episode, from the episode before it and from a row of its streams. */
async function episodes() {
  await open("#/title/series/tt9100001?s=1&e=4");
  await complete();
  await stop("the open episode", (on) => on.testid === "episode" && on.name.startsWith("4"));
  await press("]");
  await stop("the next episode by ]", (on) => on.testid === "episode" && on.name.startsWith("5"));
  await press("[");
  await stop("the one before by [", (on) => on.testid === "episode" && on.name.startsWith("4"));
  await complete();
  await press("l");
  await stop("a row of its streams", at("row"));
  await press("]");
  await stop("the next episode from a row", (on) => on.testid === "episode" && on.name.startsWith("5"));
  await complete();
  await press("p");
  await said("that it plays", /Playing in mpv/);
}

async function film() {
  await open("#/home");
  await page.waitForSelector("[data-testid=title-card]");
  presses = 0;
  await press("/", "s", "i", "n", "Enter");
  await complete();
  await press("p");
  await said("that the film plays", /Playing in mpv/);
  holds(`a known film plays after ${presses} presses, two of them after its letters`, presses === 6, presses);
}

async function pasted() {
  await open("#/home");
  await page.waitForSelector("[data-testid=title-card]");
  await press("/");
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "https://www.imdb.com/title/tt1727587/");
    document.activeElement.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  });
  await complete();
  await press("m");
  await said("that the magnet link is copied", /[Mm]agnet/);
  await press("c");
  await said("that the link is copied", /[Cc]opied/);
  await press("p");
  await said("that what was pasted plays", /Playing in mpv/);
}

async function named() {
  await open("#/home");
  await page.waitForSelector("[data-testid=title-card]");
  await press("Control+k", "Control+k");
  await stop("the commands by Ctrl+K twice", at("commands-find"));
  await page.keyboard.type("watchl");
  await press("Enter");
  await page.waitForFunction(() => location.hash === "#/library/watchlist");
  await press("/");
  await page.keyboard.type(">");
  await stop("the commands by >", at("commands-find"));
  await page.keyboard.type("light");
  await press("Enter");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "light");
}

/** A pad of the standard layout that the page sees; each button is held until the page has looked. */
async function gamepad() {
  await page.addInitScript(() => {
    const buttons = Array.from({ length: 17 }, () => ({ pressed: false }));
    navigator.getGamepads = () => [{ buttons, axes: [0, 0] }];
    window.pad = async (button) => {
      buttons[button].pressed = true;
      await new Promise((next) => setTimeout(next, 120));
      buttons[button].pressed = false;
      await new Promise((next) => setTimeout(next, 120));
    };
  });
  const [enter, back, menu, up, down, , right] = [0, 1, 9, 12, 13, 14, 15];
  const pad = (button) => page.evaluate((one) => window.pad(one), button);
  await open("#/home");
  await page.waitForSelector("[data-testid=title-card]");
  await press("F11");
  await page.waitForFunction(() => document.documentElement.dataset.big === "true");
  // It is looked at once a second until one is there.
  await page.waitForTimeout(1200);
  await pad(down);
  await stop("something on Home by the cross", (on) => on.role !== null);
  for (let tries = 0; tries < 8 && (await focused()).testid !== "title-card"; tries += 1) await pad(down);
  await stop("a title by the cross", at("title-card"));
  await pad(right);
  await stop("the one beside it", at("title-card"));
  await pad(menu);
  await stop("the commands by Menu", at("commands-find"));
  await pad(back);
  await stop("the title again", at("title-card"));
  await open("#/title/movie/tt1727587");
  await complete();
  await press("F11");
  await page.waitForTimeout(1200);
  await pad(enter);
  await said("that the pick plays by the first button", /Playing in mpv/);
  await pad(up);
  await stop("what lies above by the cross", (on) => on.role !== null);
}

try {
  for (const walk of [series, episodes, film, pasted, named, gamepad].filter(({ name }) => wanted(name))) {
    console.log(`— ${walk.name}`);
    await walk().catch((error) => holds(walk.name, false, String(error).split("\n")[0]));
  }
} finally {
  await browser.close();
  await server.close();
}
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? "without a pointer: every stop holds" : `${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
