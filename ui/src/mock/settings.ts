// Settings, accounts and diagnostics of the mock.
import { settingsView } from "../testing/settings";
import type {
  Account,
  Diagnostics,
  HiddenCount,
  LineMeasure,
  OwnKind,
  Preferences,
  SettingChange,
  SettingsView,
} from "../wire";
import { namingPresets } from "./naming";
import { changeSource, ownSource, probe, sourceSettings } from "./sources";
import { state } from "./state";
import { before, fail, say, wait } from "./tools";

export const noKeyring = fail(
  "keyringUnavailable",
  "No keyring answers on this computer.",
  "Install gnome-keyring or KWallet; until then the token lives for this run.",
);
const first = state === "first" || state === "noaccount";

const plain = settingsView();
const settings: SettingsView = {
  ...plain,
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
  preferences: {
    ...plain.preferences,
    resolutions: ["1080p", "2160p"],
    resolutionsOut: ["480p"],
    languages: ["en", "tr"],
    hdrOut: ["DV"],
    maxSize: 30e9,
    noCinemaRecordings: true,
    no3d: true,
    mustNotMatch: ["\\bHC\\b"],
  },
  skip: {
    services: plain.skip.services.map((one) => ({ ...one, enabled: one.name === "theintrodb" })),
    always: ["opening"],
  },
  playback: {
    ...plain.playback,
    animeTracks: { audio: ["ja"], subtitles: "languages", subtitleLanguages: ["tr", "en"] },
  },
  namingPresets,
  sources: sourceSettings,
  welcomed: state !== "first",
  keyring: state === "nokeyring" ? { type: "thisRun", reason: noKeyring } : plain.keyring,
};
const view = () => structuredClone(settings);

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
      changeSource(settings.sources, what);
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
  add_own_source: async ({ kind, url, key }: { kind: OwnKind; url: string; key: string | null }) => {
    settings.sources.push(await ownSource(kind, url, key, settings.sources.length));
    return view();
  },
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
