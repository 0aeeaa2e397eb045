// Every place and state the page is photographed in: its name, what goes wrong in the mock, its address, and what is done
// before the picture is taken.
const film = "#/title/movie/tt1727587";
const series = "#/title/series/tt9100001";
const episode = "#/title/series/tt9100001?s=1&e=4";
const anime = "#/title/anime/kitsu%3A90001?s=1&e=500";
const rows = (page) => page.waitForSelector("[data-testid=row]", { timeout: 30000 });
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

const section = (id) => (page) =>
  page.evaluate((one) => document.getElementById(one)?.scrollIntoView(), `settings-${id}`);
const end = (selector) => (page) => page.locator(selector).last().scrollIntoViewIfNeeded();
const scroll = (source) => (page) =>
  page.evaluate((one) => document.querySelector(`[data-source=${one}]`)?.scrollIntoView(), source);
/** What the line carries, in the middle of the settings. */
const line = async (page) => {
  const shown = await page.waitForSelector("[data-testid=line-measured]");
  await shown.evaluate((one) => one.scrollIntoView({ block: "center" }));
};
/** A file held over the window. */
const drag = (page) =>
  page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["d"], "film.torrent"));
    dispatchEvent(new DragEvent("dragover", { dataTransfer: transfer, bubbles: true }));
  });

/** Opens the menu of the first row, or of the first that is a pack. */
const menu = click("[data-testid=row-more]");
const packMenu = click("[data-testid=row]:has(.pack) [data-testid=row-more]");
const copied = all(click("[data-testid=pick-copy]"), rest(2800));
/** The pointer over the list: once there, nothing in it moves. */
const nudge = (page) => page.mouse.move(page.viewportSize().width - 210, page.viewportSize().height - 70);
const pointed = (page) => page.mouse.move(page.viewportSize().width - 200, page.viewportSize().height - 60);
/** A new version was found and is looked at. */
const offered = all(click("[data-testid=remark-show]"), rest(400));

export const shots = [
  ["playing", "playing", episode, all(complete, rest(400))],
  ["playing-tracks", "playing", "#/home", all(rest(1200), click("[data-testid=playing-subtitles]"), rest(400))],
  ["playing-vlc", "vlc", "#/home", rest(1500)],
  ["playing-plain", "plain", "#/home", rest(1500)],
  ["playing-credits", "credits", "#/home", rest(1500)],
  ["playing-intro", "intro", "#/home", rest(1500)],
  ["playing-left", "left", "#/home", rest(1500)],
  ["playing-watched", "watched", series, rest(1500)],
  ["playing-opening", "opening", "#/home", rest(1500)],
  ["home", "", "#/home", rest(1500)],
  ["home-loading", "slow", "#/home", rest(250)],
  ["home-first", "first", "#/home", rest(1500)],
  [
    "home-first-tested",
    "first",
    "#/home",
    all(rest(500), type("[data-testid=token-input]", "abc"), click("[data-testid=sign-in]"), rest(1300)),
  ],
  [
    "home-first-done",
    "first",
    "#/home",
    all(rest(500), type("[data-testid=token-input]", "abc"), click("[data-testid=sign-in]"), rest(1300)),
  ],
  ["home-nokeyring", "nokeyring", "#/home", rest(1500)],
  ["home-offline", "homefail", "#/home", rest(1800)],
  ["home-empty", "empty", "#/home", rest(1500)],
  ["home-rowfail", "rowfail", "#/home", rest(1500)],
  [
    "home-focus",
    "",
    "#/home",
    all(rest(1500), (page) => page.focus("[data-focus='films-popular/tt1254207']"), press("ArrowRight"), rest(300)),
  ],
  ["browse", "", "#/browse/movie/top", rest(1500)],
  ["browse-genre", "", "#/browse/anime/kitsu-anime-popular?of=Romance", rest(1200)],
  ["browse-years", "", "#/browse/movie/year", all(rest(1000), click("[data-testid=browse-of]"), rest(400))],
  ["browse-offline", "homefail", "#/browse/series/top", rest(1000)],
  ["search", "", "#/search?q=e", rest(1500)],
  ["search-show", "", "#/search?q=tide", rest(1500)],
  ["search-loading", "slow", "#/search?q=e", rest(500)],
  ["search-nothing", "", "#/search?q=zzzz", rest(1500)],
  ["search-start", "", "#/search?q=", rest(300)],
  ["search-spot", "", "#/search?q=harbour%20s2e5", rest(1500)],
  ["search-title", "", "#/search?q=tt1727587", rest(900)],
  ["search-torrent", "", `#/search?q=${"ab".repeat(20)}`, rest(900)],
  ["search-unusable", "", "#/search?q=https://example.org/", rest(900)],
  [
    "search-recent",
    "",
    "#/search?q=",
    all(
      (page) =>
        page.evaluate(() => localStorage.setItem("perihelion.searches", '["tideway","harbour s2e5","tears of steel"]')),
      (page) => page.reload(),
      rest(500),
    ),
  ],
  ["search-error", "rowfail", "#/search?q=e", rest(1500)],
  ["film-start", "slow", film, rest(2600)],
  ["film-running", "", film, rest(1500)],
  ["film", "", film, all(complete, rest(300))],
  ["film-list", "", film, all(complete, press("l"), press("PageDown"), rest(400))],
  ["film-hover", "", film, all(complete, hover("[data-testid=row]"), rest(300))],
  [
    "film-copies",
    "",
    film,
    all(complete, (page) => page.locator("[data-testid=row-copies]").first().click(), rest(400)),
  ],
  ["film-chip", "", film, all(complete, click("[data-source=zilean]"), rest(300))],
  [
    "film-tier",
    "",
    film,
    all(complete, click("[data-tier='4k-hdr']"), type("[data-testid=filter-input]", "-remux size:<20gb"), rest(300)),
  ],
  ["film-hidden", "", film, all(complete, type("[data-testid=filter-input]", "nothinglikethis"), rest(300))],
  ["film-foreign", "foreign", film, all(complete, rest(300))],
  ["film-keys-tier", "", film, all(complete, press("3"), rest(300))],
  ["film-lang", "", film, all(complete, type("[data-testid=filter-input]", "lang:de"), rest(300))],
  ["film-not-held", "notheld", film, all(complete, click("[data-testid=pick-play]"), rest(5000))],
  [
    "film-refetch",
    "uncached",
    film + "&one",
    all(complete, press("l"), menu, click("[data-testid=menu-try]"), rest(3500)),
  ],
  ["film-resolving", "", film, all(complete, click("[data-testid=pick-play]"), rest(1000))],
  ["film-playing", "", film, all(complete, click("[data-testid=pick-play]"), rest(3200))],
  ["film-copied", "", film, all(complete, click("[data-testid=pick-copy]"), rest(2800))],
  ["film-fetch-ask", "uncached", film, all(complete, click("[data-testid=pick-play]"), rest(400))],
  ["film-row-fetch-ask", "uncached", film, all(complete, click("[data-testid=row-play]"), rest(400))],
  [
    "film-fetching",
    "uncached",
    film,
    all(complete, click("[data-testid=pick-play]"), rest(200), click("[data-testid=fetch-yes]"), rest(6500)),
  ],
  [
    "film-row-failed",
    "uncached",
    film,
    all(complete, menu, rest(300), click("[data-testid=menu-try]"), rest(3400), pointed),
  ],
  ["film-passport", "", film, all(complete, copied, click("[data-testid=passport-open]"), rest(300))],
  ["film-menu", "", film, all(complete, menu, rest(400))],
  ["film-facets", "", film, all(complete, click("[data-testid=facets]"), rest(400))],
  ["film-sorts", "", film, all(complete, click("[data-testid=sort-select]"), rest(400))],
  ["film-hidden-rows", "", film, all(complete, click("[data-testid=hidden-rows]"), rest(400))],
  ["film-unclear", "", film, all(complete, type("[data-testid=filter-input]", "size:big /[/"), rest(300))],
  ["film-better", "slow", film, all(rows, pointed, rest(60), nudge, complete, rest(300))],
  ["film-one-service", "", film + "&one", all(complete, rest(300))],
  ["film-resting", "fine", film, all(complete, rest(300))],
  ["film-listed", "", "#/title/movie/tt2285752", all(complete, rest(300))],
  ["why", "", film, all(complete, click("[data-testid=pick-why]"), rest(700))],
  ["why-pack", "", episode, all(complete, packMenu, rest(300), click("[data-testid=menu-why]"), rest(700))],
  [
    "why-corrected",
    "",
    episode,
    all(
      complete,
      packMenu,
      rest(300),
      click("[data-testid=menu-why]"),
      rest(600),
      press("ArrowDown"),
      press("ArrowDown"),
      click("[data-testid=always-file]"),
      rest(600),
    ),
  ],
  [
    "why-none",
    "",
    episode,
    all(
      complete,
      packMenu,
      rest(300),
      click("[data-testid=menu-why]"),
      rest(600),
      type("[data-testid=file-search]", "zebra"),
      rest(300),
    ),
  ],
  ["why-nofiles", "nofiles", film, all(complete, click("[data-testid=pick-why]"), rest(700))],
  ["why-failed", "whyfail", film, all(complete, click("[data-testid=pick-why]"), rest(700))],
  ["why-long", "", anime, all(complete, click("[data-testid=pick-why]"), rest(900))],
  ["downloads", "queue", "#/library/downloads", rest(1200)],
  ["downloads-kept", "kept", "#/library/downloads", rest(1200)],
  ["downloads-full", "diskfull", "#/library/downloads", rest(1000)],
  ["downloads-metered", "metered", "#/library/downloads", rest(1000)],
  ["downloads-not-as-promised", "notaspromised", "#/library/downloads", rest(1000)],
  ["downloads-followed", "queue", "#/library/downloads", all(rest(1000), end("[data-testid=followed]"), rest(300))],
  ["series-ahead", "followed", "#/title/series/tt9100001", rest(1600)],
  ["downloads-empty", "downloadsempty", "#/library/downloads", rest(1000)],
  ["downloads-error", "libraryfail", "#/library/downloads", rest(1000)],
  ["downloads-menu", "queue", "#/library/downloads", all(rest(1000), click("[data-testid=download-more]"), rest(400))],
  [
    "downloads-delete",
    "kept",
    "#/library/downloads",
    all(rest(1000), click("[data-testid=delete-watched]"), rest(400)),
  ],
  ["film-kept", "kept", film, all(complete, rest(400))],
  ["series-kept", "kept", series, rest(1500)],
  ["series-keep", "kept", series, all(rest(1500), click("[data-testid=marks]"), rest(400))],
  ["settings-downloads", "", "#/settings", all(rest(900), section("downloads"), rest(400))],
  [
    "pack-keep",
    "",
    episode,
    all(
      complete,
      packMenu,
      rest(300),
      click("[data-testid=menu-pack]"),
      rest(3400),
      (page) => page.locator("[data-testid=pack-below]").nth(3).click(),
      rest(300),
    ),
  ],
  ["pack-waiting", "", episode, all(complete, packMenu, rest(300), click("[data-testid=menu-pack]"), rest(700))],
  ["pack", "", episode, all(complete, packMenu, rest(300), click("[data-testid=menu-pack]"), rest(3400))],
  ["pack-failed", "legal", episode, all(complete, packMenu, rest(300), click("[data-testid=menu-pack]"), rest(1200))],
  ["numbers", "", anime, all(complete, click("[data-testid=numbers]"), rest(400))],
  [
    "numbers-changed",
    "",
    anime,
    all(complete, click("[data-testid=numbers]"), type("[data-testid=number-absolute]", "501"), rest(700)),
  ],
  ["film-noposter", "", "#/title/series/tt9100003", rest(1200)],
  ["series", "", series, rest(1200)],
  ["series-marks", "", series, all(rest(1000), click("[data-testid=marks]"), rest(400))],
  ["series-hover", "", series, all(rest(1000), hover("[data-testid=episode][data-episode='5']"), rest(400))],
  ["series-episode", "", episode, all(complete, rest(300))],
  ["series-running", "", "#/title/series/tt9200001?s=2&e=4", all(complete, rest(300))],
  ["series-unlisted", "", "#/title/series/tt9100006", rest(1000)],
  ["series-notaired", "", "#/title/series/tt9100004?s=1&e=7", rest(1200)],
  ["anime", "", anime, all(complete, rest(300))],
  ["torrent", "", `#/torrent/${"0".repeat(40)}?name=Sintel.2010.1080p.BluRay.x264-DON`, rest(2500)],
  ["torrent-loading", "slow", `#/torrent/${"0".repeat(40)}`, rest(700)],
  ["torrent-failed", "badtorrent", `#/torrent/${"0".repeat(40)}`, rest(1200)],
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
  ["state-somedead", "somedead", film, all(complete, rest(300))],
  ["state-allhidden", "allhidden", film, all(complete, rest(300))],
  ["state-failed", "failed", film, all(complete, rest(300))],
  ["state-legal", "legal", film, all(complete, click("[data-testid=pick-play]"), rest(1100))],
  ["state-unsure", "unsure", film, all(complete, click("[data-testid=pick-play]"), rest(1100))],
  ["state-row-unsure", "unsure", film, all(complete, click("[data-testid=row-play]"), rest(1500), pointed)],
  ["state-noplayer", "noplayer", film, all(complete, click("[data-testid=pick-play]"), rest(3200))],
  ["library", "", "#/library", rest(700)],
  ["library-empty", "empty", "#/library", rest(700)],
  ["library-failed", "libraryfail", "#/library", rest(700)],
  ["library-watchlist", "", "#/library/watchlist", rest(1000)],
  ["library-watchlist-empty", "empty", "#/library/watchlist", rest(700)],
  ["library-cloud", "", "#/library/cloud", all(rest(1200), click("[data-testid=cloud-item] .name"), rest(700))],
  ["library-cloud-page", "", "#/library/cloud", all(rest(1200), click("[data-testid=page-after]"), rest(900))],
  ["library-cloud-remove", "", "#/library/cloud", all(rest(1200), click("[data-testid=cloud-remove]"), rest(500))],
  ["library-cloud-empty", "empty", "#/library/cloud", rest(1200)],
  ["library-cloud-failed", "cloudfail", "#/library/cloud", rest(1200)],
  ["library-cloud-signedout", "noaccount", "#/library/cloud", rest(800)],
  ["library-cloud-loading", "slow", "#/library/cloud", rest(900)],
  ["library-added", "", "#/library/added", rest(700)],
  ["library-added-empty", "empty", "#/library/added", rest(700)],
  ["library-fetching", "", "#/library/fetching", rest(700)],
  ["library-fetching-empty", "empty", "#/library/fetching", rest(700)],
  ["sources", "", "#/sources", rest(500)],
  [
    "sources-edit",
    "",
    "#/sources",
    all(rest(400), click("[data-source=mediafusion] [data-testid=source-edit]"), rest(300), scroll("mediafusion")),
  ],
  ["sources-probed", "", "#/sources", all(rest(400), click("[data-testid=source-probe]"), rest(1300))],
  [
    "sources-own",
    "",
    "#/sources",
    all(rest(400), type("[data-testid=own-url]", "https://addon.example.org/manifest.json"), rest(300)),
  ],
  [
    "sources-own-failed",
    "",
    "#/sources",
    all(
      rest(400),
      click("[data-option=torznab]"),
      type("[data-testid=own-url]", "https://indexer.example.org/api"),
      click("[data-testid=own-add]"),
      rest(1300),
    ),
  ],
  [
    "sources-own-added",
    "",
    "#/sources",
    all(
      rest(400),
      type("[data-testid=own-url]", "https://addon.example.org/manifest.json"),
      click("[data-testid=own-add]"),
      rest(1300),
      (page) => page.locator("[data-source^=own-] [data-testid=source-edit]").click(),
      rest(400),
    ),
  ],
  ["sources-failed", "settingsfail", "#/sources", rest(500)],
  ["settings", "", "#/settings", rest(500)],
  ["settings-account", "noaccount", "#/settings", rest(500)],
  ["settings-tested", "", "#/settings", all(rest(400), click("[data-testid=service-test]"), rest(1100))],
  ["settings-service", "", "#/settings", all(rest(400), click("[data-testid=service-select]"), rest(400))],
  [
    "settings-ended",
    "ended",
    "#/settings",
    all(rest(400), click("[data-service=torbox] [data-testid=service-test]"), rest(1100)),
  ],
  [
    "settings-refused",
    "refused",
    "#/settings",
    all(rest(400), type("[data-testid=token-input]", "x"), click("[data-testid=sign-in]"), rest(1100)),
  ],
  ["settings-nokeyring", "nokeyring", "#/settings", rest(500)],
  [
    "settings-player",
    "",
    "#/settings",
    all(rest(400), section("playback"), click("[data-testid=player-select]"), rest(400)),
  ],
  ["settings-preferences", "", "#/settings", all(rest(400), section("preferences"), rest(400))],
  ["settings-line", "", "#/settings", all(rest(400), line, rest(400))],
  ["settings-unmeasured", "noaccount", "#/settings", all(rest(400), line, rest(400))],
  [
    "settings-counted",
    "",
    film,
    all(complete, click("[data-testid=nav-settings]"), rest(500), section("preferences"), rest(500)),
  ],
  [
    "settings-pattern",
    "",
    "#/settings",
    all(rest(400), type("[data-testid=must-match]", "(REMUX"), rest(200), (page) =>
      page.locator("[data-testid=must-match]").scrollIntoViewIfNeeded(),
    ),
  ],
  ["settings-sources", "", "#/settings", all(rest(400), section("sources"), rest(300))],
  ["settings-privacy", "", "#/settings", all(rest(400), section("privacy"), rest(300))],
  ["settings-diagnostics", "", "#/settings", all(rest(400), section("diagnostics"), rest(300))],
  [
    "settings-clear",
    "",
    "#/settings",
    all(rest(400), section("privacy"), click("[data-testid=clear-history]"), rest(400)),
  ],
  ["settings-find", "", "#/settings", all(rest(400), type("[data-testid=settings-search]", "language"), rest(300))],
  ["settings-find-none", "", "#/settings", all(rest(400), type("[data-testid=settings-search]", "zebra"), rest(300))],
  ["settings-about", "", "#/settings", all(rest(400), section("about"), rest(300))],
  ["settings-about-archive", "updatearchive", "#/settings", all(rest(400), section("about"), rest(300))],
  ["update-remark", "update", "#/home", rest(4500)],
  ["update-offered", "update", "#/home", offered],
  ["update-fetching", "update", "#/home", all(offered, click("[data-testid=update-download]"), rest(700))],
  [
    "update-ready",
    "update",
    "#/home",
    all(
      offered,
      click("[data-testid=update-download]"),
      (page) => page.waitForSelector("[data-testid=update-restart]"),
      rest(300),
    ),
  ],
  ["update-failed", "updatefail", "#/home", all(offered, click("[data-testid=update-download]"), rest(2500))],
  ["settings-failed", "settingsfail", "#/settings", rest(500)],
  ["drop", "", "#/home", all(rest(900), drag, rest(300))],
  ["commands", "", film, all(complete, press("Control+k"), rest(200), press("Control+k"), rest(400))],
  ["shortcuts", "", "#/home", all(rest(800), press("?"), rest(400))],
];
