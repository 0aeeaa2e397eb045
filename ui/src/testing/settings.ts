// Settings for tests, and what the mock's differ from: one service, one player, everything well, nothing preferred.
import type { Preferences, SettingsView } from "../wire";

export const noPreferences: Preferences = {
  order: "best",
  packs: "packsToo",
  resolutions: [],
  resolutionsOut: [],
  languages: [],
  languagesRequired: [],
  languagesUnderstood: [],
  wish: "bestPicture",
  line: null,
  codecs: [],
  codecsOut: [],
  hdr: [],
  hdrOut: [],
  minSize: null,
  maxSize: null,
  minBitrate: null,
  maxBitrate: null,
  noCinemaRecordings: false,
  no3d: false,
  mustMatch: [],
  mustNotMatch: [],
};

export function settingsView({ signedIn = false } = {}): SettingsView {
  return {
    order: ["realdebrid"],
    services: [
      {
        name: "realdebrid",
        label: "Real-Debrid",
        unavailable: null,
        tokenPage: "https://example.org",
        signedIn,
        account: null,
      },
    ],
    keepAdded: false,
    proxyAuth: false,
    players: [{ id: "mpv", label: "mpv", found: true, speaks: "mpv" }],
    player: "auto",
    theme: "system",
    language: "system",
    systemLanguages: ["en", "tr"],
    size: 100,
    preferences: noPreferences,
    line: { bits: null, measured: [], measurable: false },
    skip: {
      services: [
        { name: "aniskip", label: "AniSkip", enabled: false },
        { name: "theintrodb", label: "TheIntroDB", enabled: false },
        { name: "introdb", label: "IntroDB", enabled: false },
      ],
      always: [],
    },
    playback: {
      nextByItself: true,
      creditsPercent: 3,
      tracks: { audio: [], subtitles: "player", subtitleLanguages: [] },
      animeTracks: { audio: [], subtitles: "player", subtitleLanguages: [] },
      outside: { hearingImpaired: false, machineMade: false },
    },
    sources: [],
    downloads: {
      films: null,
      episodes: null,
      animeAbsolute: false,
      atOnce: 2,
      atOncePerService: 2,
      limitKb: null,
      subtitles: true,
      pausesOnMetered: true,
    },
    downloadsFolder: "~/Videos/Perihelion",
    ownDownloadsFolder: false,
    namingPresets: [],
    httpProfile: "automatic",
    proxy: null,
    lookForUpdates: true,
    linkHandler: false,
    welcomed: false,
    keyring: { type: "ready" },
    dataFolder: "~/.local/share/perihelion",
  };
}

/** Two services that are signed in, the first of which is tried first. */
export function twoServices(): SettingsView {
  const service = (name: string, label: string) => ({
    name,
    label,
    unavailable: null,
    tokenPage: null,
    signedIn: true,
    account: null,
  });
  const services = [service("realdebrid", "Real-Debrid"), service("torbox", "TorBox")];
  return { ...settingsView(), order: ["realdebrid", "torbox"], services };
}
