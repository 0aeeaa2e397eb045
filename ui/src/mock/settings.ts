// Settings, accounts, sources and diagnostics of the mock.
import type {
  Account,
  Diagnostics,
  HiddenCount,
  LineMeasure,
  OwnKind,
  Preferences,
  Probe,
  SettingChange,
  SettingsView,
  SourceHealth,
  SourceSetting,
  WireError,
} from "../wire";
import { namingPresets } from "./naming";
import { random, sources } from "./rows";
import { state } from "./state";
import { fail, say, wait } from "./tools";

export const noKeyring = fail(
  "keyringUnavailable",
  "No keyring answers on this computer.",
  "Install gnome-keyring or KWallet; until then the token lives for this run.",
);
const first = state === "first" || state === "noaccount";
const before = (ms: number) => new Date(Date.now() - ms).toISOString();

const preferences: Preferences = {
  order: "best",
  packs: "packsToo",
  resolutions: ["1080p", "2160p"],
  resolutionsOut: ["480p"],
  languages: ["en", "tr"],
  languagesRequired: [],
  languagesUnderstood: [],
  wish: "bestPicture",
  line: null,
  codecs: [],
  codecsOut: [],
  hdr: [],
  hdrOut: ["DV"],
  minSize: null,
  maxSize: 30e9,
  minBitrate: null,
  maxBitrate: null,
  noCinemaRecordings: true,
  no3d: true,
  mustMatch: [],
  mustNotMatch: ["\\bHC\\b"],
};

function health(source: string, index: number): SourceHealth {
  const next = random(index * 97 + 5);
  const bad: Record<string, WireError> = {
    zilean: fail("timeout", "No answer within 10 s.", "Try again", "Zilean"),
    nyaa: fail("rateLimited", "Asked too often", "It asks to wait 40 s", "Nyaa"),
  };
  const error = bad[source] ?? null;
  if (source === "peerflix") return { last: null, lastGood: null, latencyMs: null, restingS: null, days: [] };
  return {
    last: { error, at: before(1000 * 60 * (2 + index * 7)) },
    lastGood: before(1000 * 60 * (error ? 500 : 2 + index * 7)),
    latencyMs: Math.round(150 + next() * 900),
    restingS: source === "nyaa" ? 40 : null,
    days: Array.from({ length: 7 }, (_, at) => ({
      good: Math.round(4 + next() * 30),
      bad: error && at > 3 ? Math.round(next() * 14) : next() < 0.3 ? Math.round(next() * 4) : 0,
    })),
  };
}

const option = (key: string, code: string, label: string, secret: boolean, set: boolean, value: string | null) => ({
  key,
  label: say(code, label),
  secret,
  set,
  value,
});

const optionsOf: Record<string, SourceSetting["options"]> = {
  mediafusion: [
    option("password", "password", "Password of your server", true, false, null),
    option("config", "userConfig", "User configuration", true, true, null),
  ],
  torrentio: [option("config", "configPath", "Configuration path", false, true, "sort=qualitysize|limit=50")],
  torrentsdb: [option("config", "configPath", "Configuration path", false, false, null)],
};

const settings: SettingsView = {
  order: first ? [] : ["realdebrid", "torbox"],
  services: (
    [
      ["realdebrid", "Real-Debrid", null],
      ["alldebrid", "AllDebrid", null],
      ["premiumize", "Premiumize", null],
      ["torbox", "TorBox", null],
      ["debridlink", "Debrid-Link", null],
      ["offcloud", "Offcloud", null],
      ["easydebrid", "EasyDebrid", null],
      ["pikpak", "PikPak", "Signs in with a password, not a token."],
      ["1fichier", "1fichier", "StremThru does not offer it today."],
    ] as const
  ).map(([name, label, unavailable]) => ({
    name,
    label,
    unavailable,
    tokenPage: unavailable ? null : `https://example.org/${name}`,
    signedIn: (name === "realdebrid" || name === "torbox") && !first,
    account: name === "realdebrid" && !first ? standing(name) : null,
  })),
  players: [
    { id: "mpv", label: "mpv", found: state !== "noplayer", speaks: "mpv" },
    { id: "vlc", label: "VLC", found: false, speaks: "vlc" },
    { id: "system", label: "System default", found: state !== "noplayer", speaks: "plain" },
  ],
  player: "auto",
  keepAdded: false,
  proxyAuth: false,
  theme: "system",
  language: "system",
  systemLanguages: ["en", "tr"],
  size: 100,
  preferences,
  line: {
    bits: first ? null : 61_400_000,
    measured: first
      ? []
      : [
          { host: "21-4.download.example.org", bits: 61_400_000, at: before(7_200_000) },
          { host: "store-012.example.net", bits: 48_900_000, at: before(26_000_000) },
        ],
    measurable: !first,
  },
  skip: {
    services: [
      { name: "aniskip", label: "AniSkip", enabled: false },
      { name: "theintrodb", label: "TheIntroDB", enabled: true },
      { name: "introdb", label: "IntroDB", enabled: false },
    ],
    always: ["opening"],
  },
  playback: {
    nextByItself: true,
    creditsPercent: 3,
    tracks: { audio: [], subtitles: "player", subtitleLanguages: [] },
    animeTracks: { audio: ["ja"], subtitles: "languages", subtitleLanguages: ["tr", "en"] },
    outside: { hearingImpaired: false, machineMade: false },
  },
  downloads: {
    films: null,
    episodes: null,
    animeAbsolute: false,
    atOnce: 2,
    atOncePerService: 2,
    limitKb: null,
  },
  downloadsFolder: "~/Videos/Perihelion",
  ownDownloadsFolder: false,
  namingPresets: namingPresets,
  httpProfile: "automatic",
  proxy: null,
  lookForUpdates: true,
  linkHandler: false,
  sources: sources.map(([source, label], index) => ({
    source,
    label,
    enabled: state !== "alloff" && source !== "peerflix",
    baseUrl: source === "comet" ? "http://127.0.0.1:8000" : `https://${source}.example.org`,
    defaultBaseUrl: `https://${source}.example.org`,
    about:
      source === "nyaa" || source === "animetosho"
        ? say("anime", "Anime, by title and episode number.")
        : say("filmsAndSeries", "Films and series, by IMDb id; anime where it knows the id."),
    timeoutS: source === "zilean" ? 15 : 10,
    defaultTimeoutS: 10,
    options: optionsOf[source] ?? [],
    own: null,
    health: health(source, index),
  })),
  welcomed: state !== "first",
  keyring: state === "nokeyring" ? { type: "thisRun", reason: noKeyring } : { type: "ready" },
  dataFolder: "~/.local/share/perihelion",
};
const view = () => structuredClone(settings);

function changeSource(what: SettingChange & { source: string }) {
  const source = settings.sources.find((one) => one.source === what.source);
  if (!source) throw fail("notFound", "There is no such source.");
  if (what.type === "sourceEnabled") source.enabled = what.enabled;
  else if (what.type === "sourceTimeout") source.timeoutS = what.seconds ?? source.defaultTimeoutS;
  else if (what.type === "sourceBaseUrl") {
    if (what.url !== null && !/^https?:\/\//.test(what.url))
      throw fail("badInput", "An address begins with http:// or https://.");
    source.baseUrl = what.url ?? source.defaultBaseUrl;
  } else if (what.type === "sourceOption") {
    const held = source.options.find((one) => one.key === what.key);
    if (held) Object.assign(held, { set: what.value !== null, value: held.secret ? null : what.value });
  }
}

function change(what: SettingChange): SettingsView {
  switch (what.type) {
    case "serviceOrder":
      settings.order = what.names;
      break;
    case "keepAdded":
      settings.keepAdded = what.keep;
      break;
    case "language":
      settings.language = what.language;
      break;
    case "preferences":
      for (const pattern of [...what.preferences.mustMatch, ...what.preferences.mustNotMatch])
        if (pattern.includes("(?<=")) throw fail("badInput", `“${pattern}”: look-behind is not supported.`);
      settings.preferences = what.preferences;
      break;
    case "skipServices":
      for (const service of settings.skip.services) service.enabled = what.names.includes(service.name);
      break;
    case "skipAlways":
      settings.skip.always = what.kinds;
      break;
    case "playback":
      settings.playback = what.playback;
      break;
    case "downloads":
      settings.downloads = what.downloads;
      break;
    case "usualDownloadsFolder":
      settings.downloadsFolder = "~/Videos/Perihelion";
      settings.ownDownloadsFolder = false;
      break;
    case "httpProfile":
      settings.httpProfile = what.profile;
      break;
    case "proxy":
      if (what.url !== null && !/^(https?|socks5):\/\//.test(what.url))
        throw fail("badInput", "A proxy begins with http://, https:// or socks5://.");
      settings.proxy = what.url === null ? null : new URL(what.url).host;
      break;
    case "proxyAuth":
      settings.proxyAuth = what.credentials !== null;
      break;
    case "linkHandler":
      settings.linkHandler = what.enabled;
      break;
    case "lookForUpdates":
      settings.lookForUpdates = what.enabled;
      break;
    case "player":
      settings.player = what.id;
      break;
    case "size":
      settings.size = what.percent;
      break;
    case "theme":
      settings.theme = what.theme;
      break;
    case "welcomed":
      settings.welcomed = true;
      break;
    default:
      changeSource(what);
  }
  return view();
}

function sign(name: string, signedIn: boolean): SettingsView {
  const service = settings.services.find((one) => one.name === name);
  if (service) service.signedIn = signedIn;
  settings.order = settings.order.filter((one) => one !== name);
  if (signedIn) settings.order.push(name);
  return view();
}

async function test(service: string, token: string | null = null): Promise<Account> {
  await wait(700);
  const label = settings.services.find((one) => one.name === service)?.label ?? service;
  if (state === "refused" || token === "wrong")
    throw fail(
      "tokenRefused",
      `${label} refused the token.`,
      "Copy it again from their page; a space at the end is enough to spoil it.",
      label,
    );
  return standing(service);
}

function standing(service: string): Account {
  const of = { service, testedAt: before(40) };
  if (state === "ended")
    return { ...of, status: "expired", usable: false, message: "Your subscription ended on 3 May 2026." };
  if (service === "torbox") return { ...of, status: "trial", usable: true, message: "Trial, 6 days left." };
  return { ...of, status: "premium", usable: true, message: "Premium, 214 days left." };
}

async function signIn(service: string, token: string, untested: boolean): Promise<SettingsView> {
  const account = untested ? null : await test(service, token);
  sign(service, true);
  const one = settings.services.find((one) => one.name === service);
  if (one) one.account = account;
  return view();
}

async function addOwn(kind: OwnKind, url: string, key: string | null): Promise<SettingsView> {
  await wait(800);
  if (!/^https?:\/\//.test(url)) throw fail("badInput", "An address begins with http:// or https://.");
  if (kind === "torznab" && !key) throw fail("refused", "The feed asks for an API key.", "Paste the one it shows.");
  if (url.includes("nowhere")) throw fail("unreachable", "Nothing answers there.", "Check the address.", url);
  if (kind === "addon" && !url.endsWith("manifest.json"))
    throw fail("malformed", "That is not an addon's manifest.", "The address ends with manifest.json.");
  const host = new URL(url).host;
  settings.sources.push({
    source: `own-${settings.sources.length}`,
    label: kind === "addon" ? `Addon at ${host}` : `Torznab at ${host}`,
    enabled: true,
    baseUrl: url,
    defaultBaseUrl: url,
    about:
      kind === "addon"
        ? say("ownAddon", "A Stremio addon you added.")
        : say("ownTorznab", "A Torznab feed you added, by title."),
    timeoutS: 10,
    defaultTimeoutS: 10,
    options: kind === "torznab" ? [option("key", "apiKey", "API key", true, true, null)] : [],
    own: kind,
    health: {
      last: { error: null, at: before(1000) },
      lastGood: before(1000),
      latencyMs: 312,
      restingS: null,
      days: [],
    },
  });
  return view();
}

async function probe(source: string): Promise<Probe> {
  await wait(900);
  const bad = health(source, 1).last?.error ?? null;
  return { source, count: bad ? null : 38, elapsedMs: 412, error: bad };
}

function hidden(wanted: Preferences): HiddenCount {
  const parts = [
    { reason: say("languageMissing", "not in your languages"), count: wanted.languagesRequired.length > 0 ? 280 : 0 },
    { reason: say("tooLarge", "larger than your limit"), count: wanted.maxSize !== null ? 61 : 0 },
    { reason: say("resolutionOut", "480p", "480p"), count: wanted.resolutionsOut.length * 44 },
    { reason: say("cinemaRecording", "recorded in a cinema"), count: wanted.noCinemaRecordings ? 17 : 0 },
    { reason: say("mustNotMatch", "matches \\bHC\\b", "\\bHC\\b"), count: wanted.mustNotMatch.length * 5 },
  ].filter((part) => part.count > 0);
  return { of: 1140, hidden: parts.reduce((sum, part) => sum + part.count, 0), reasons: parts };
}

const figures: Diagnostics = {
  version: "0.1.0",
  system: "Linux 6.12, WebKitGTK 2.50",
  dataFolder: "~/.local/share/perihelion",
  calls: [
    { service: "Real-Debrid", lastMinute: 14 },
    { service: "TorBox", lastMinute: 3 },
  ],
  report:
    "Perihelion 0.1.0\nLinux 6.12, WebKitGTK 2.50\nSources: 8 on, 1 off\nReal-Debrid: 14 calls in the last minute",
};

export const settingsCommands = {
  choose_downloads_folder: async () => {
    settings.downloadsFolder = "/media/films";
    settings.ownDownloadsFolder = true;
    return { ...settings };
  },
  settings: async () => {
    if (state === "settingsfail") throw fail("storage", "The settings could not be read.", "Check the disk.");
    return view();
  },
  change_setting: async ({ change: what }: { change: SettingChange }) => change(what),
  measure_line: async (): Promise<LineMeasure> => {
    await wait(1500);
    settings.line.measured = [{ host: "21-4.download.example.org", bits: 61_400_000, at: before(0) }];
    settings.line.bits = settings.preferences.line ?? 61_400_000;
    return "measured";
  },
  forget_line: async () => {
    settings.line = { ...settings.line, bits: settings.preferences.line, measured: [] };
    return view();
  },
  big_mode: async () => undefined,
  choose_player: async () => {
    settings.players = [
      ...settings.players.filter((one) => one.id !== "own"),
      { id: "own", label: "celluloid", found: true, speaks: "plain" },
    ];
    settings.player = "own";
    return view();
  },
  test_account: ({ service }: { service: string }) => test(service),
  sign_in: ({ service, token, untested }: { service: string; token: string; untested: boolean }) =>
    signIn(service, token, untested),
  forget_token: async ({ service }: { service: string }) => sign(service, false),
  open_token_page: () => undefined,
  add_own_source: ({ kind, url, key }: { kind: OwnKind; url: string; key: string | null }) => addOwn(kind, url, key),
  remove_own_source: async ({ source }: { source: string }) => {
    settings.sources = settings.sources.filter((one) => one.source !== source);
    return view();
  },
  probe_source: ({ source }: { source: string }) => probe(source),
  count_hidden: async ({ preferences: wanted }: { preferences: Preferences }) => (await wait(80), hidden(wanted)),
  diagnostics: async () => figures,
  save_report: async () => (await wait(200), "~/Downloads/perihelion-report-2026-03-01-201500.zip"),
  open_data_folder: () => undefined,
};
