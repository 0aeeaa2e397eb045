// The whole main job by keyboard alone, in Chromium over the mock: search, series, episode, pick, play, why this file, and
// back. `npm run build:mock && npm run keys`. At every stop the focused element must be seen (an outline or a ring), have
// a role and a name; what happens must be said in a live region. Prints each stop; the exit code is 1 when one fails.
import { chromium } from "playwright-core";
import { preview } from "vite";

const port = 5293;
const server = await preview({ mode: "mock", logLevel: "error", build: { outDir: "dist-mock" }, preview: { port } });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const faults = [];
const page = await browser.newPage({ viewport: { width: 940, height: 600 } });

/** What has the focus: how it is called, and whether one can see that it has it. */
const focused = () =>
  page.evaluate(() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    const ring = style.boxShadow !== "none";
    const { top, bottom, left, right } = one.getBoundingClientRect();
    const inView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    const name = one.getAttribute("aria-label") ?? (one.textContent || one.getAttribute("placeholder") || "").trim();
    const native = { BUTTON: "button", INPUT: "textbox", A: "link", SECTION: "region" };
    const role = one.getAttribute("role") ?? native[one.tagName] ?? null;
    return { testid: one.dataset.testid ?? null, role, name, seen: inView && (outline || ring) };
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

const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const at = (testid) => (on) => on.testid === testid;

try {
  await page.goto(`http://localhost:${port}/#/home`);
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
  await page.waitForSelector("[data-testid=picks][data-complete=true]", { timeout: 60_000 });
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
} finally {
  await browser.close();
  await server.close();
}
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? "by keyboard alone: every stop holds" : `${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
