// Every command of the contract, answered from invented data.
import type {
  Account,
  AppInfo,
  HistoryEntry,
  Kind,
  Preferences,
  SettingChange,
  SettingsView,
  TitleCard,
} from "../wire";
import { linkCommands } from "./links";
import { sources } from "./rows";
import { state } from "./state";
import { streamCommands } from "./streams";
import { cards, details } from "./titles";
import { fail, say, wait } from "./tools";

const noKeyring = fail(
  "keyringUnavailable",
  "No keyring answers on this computer.",
  "Install gnome-keyring or KWallet; until then the token lives for this run.",
);
const of = (kind: Kind) => cards.filter((card) => card.kind === kind);
const first = state === "first" || state === "noaccount";

const preferences: Preferences = {
  order: "best",
  packs: "packsToo",
  resolutions: [],
  resolutionsOut: [],
  languages: [],
  languagesRequired: [],
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

const settings: SettingsView = {
  order: ["realdebrid", "torbox"],
  services: (
    [
      ["realdebrid", "Real-Debrid"],
      ["alldebrid", "AllDebrid"],
      ["premiumize", "Premiumize"],
      ["torbox", "TorBox"],
      ["debridlink", "Debrid-Link"],
      ["offcloud", "Offcloud"],
      ["pikpak", "PikPak"],
      ["easydebrid", "EasyDebrid"],
    ] as const
  ).map(([name, label], index) => ({
    name,
    label,
    unavailable: name === "pikpak" ? "Signs in with a password, not a token." : null,
    tokenPage: name === "pikpak" ? null : `https://example.org/${name}`,
    signedIn: (index === 0 || name === "torbox") && !first,
  })),
  players: [
    { id: "mpv", label: "mpv", found: state !== "noplayer" },
    { id: "vlc", label: "VLC", found: false },
    { id: "system", label: "System default", found: state !== "noplayer" },
  ],
  player: "auto",
  keepAdded: false,
  proxyAuth: false,
  theme: "system",
  language: "system",
  preferences,
  httpProfile: "automatic",
  proxy: null,
  linkHandler: false,
  sources: sources.map(([source, label]) => ({
    source,
    label,
    enabled: source !== "peerflix",
    baseUrl: `https://${source}.example.org`,
    defaultBaseUrl: `https://${source}.example.org`,
    about:
      source === "nyaa" || source === "animetosho"
        ? say("anime", "Anime, by title and episode number.")
        : say("filmsAndSeries", "Films and series, by IMDb id; anime where it knows the id."),
    timeoutS: 10,
    defaultTimeoutS: 10,
    options: [],
    own: null,
    health: { last: null, lastGood: null, latencyMs: null, restingS: null, days: [] },
  })),
  welcomed: state !== "first",
  keyring: state === "nokeyring" ? { type: "thisRun", reason: noKeyring } : { type: "ready" },
  dataFolder: "~/.local/share/perihelion",
};
const view = () => structuredClone(settings);

let past: HistoryEntry[] =
  state === "first" || state === "empty"
    ? []
    : (
        [
          ["tt9100001", 1, 4, 2],
          ["kitsu:90001", 1, 500, 20],
          ["tt1727587", null, null, 30],
          ["tt9100004", 1, 3, 75],
          ["tt7957776", null, null, 99],
        ] as const
      ).map(([id, season, episode, hours], index) => ({
        entryId: index + 1,
        title: cards.find((card) => card.id === id) as TitleCard,
        season,
        episode,
        label: season === null ? null : `S${season} E${episode}`,
        fileName:
          season === null
            ? "Sintel.2010.1080p.BluRay.x264-DON.mkv"
            : `Harbour.Lights.S0${season}E0${episode}.1080p.WEB-DL.DDP5.1.H.264-NTb.mkv`,
        playedAt: new Date(Date.now() - hours * 3_600_000).toISOString(),
      }));

function change(what: SettingChange): SettingsView {
  if (what.type === "serviceOrder") settings.order = what.names;
  else if (what.type === "player") settings.player = what.id;
  else if (what.type === "theme") settings.theme = what.theme;
  else if (what.type === "welcomed") settings.welcomed = true;
  else if (what.type === "sourceEnabled" || what.type === "sourceBaseUrl") {
    const source = settings.sources.find((one) => one.source === what.source);
    if (source && what.type === "sourceEnabled") source.enabled = what.enabled;
    if (source && what.type === "sourceBaseUrl") {
      if (what.url !== null && !/^https?:\/\//.test(what.url))
        throw fail("badInput", "An address begins with http:// or https://.");
      source.baseUrl = what.url ?? source.defaultBaseUrl;
    }
  }
  return view();
}

function sign(name: string, signedIn: boolean): SettingsView {
  const service = settings.services.find((one) => one.name === name);
  if (service) service.signedIn = signedIn;
  return view();
}

async function test(service: string, token: string | null): Promise<Account> {
  await wait(700);
  if (state === "refused" || token === "wrong")
    throw fail(
      "tokenRefused",
      "Real-Debrid refused the token.",
      "Copy it again from their page; a space at the end is enough to spoil it.",
    );
  if (state === "ended")
    return { service, status: "expired", usable: false, message: "Your subscription ended on 3 May 2026." };
  return { service, status: "premium", usable: true, message: "Premium, 214 days left." };
}

export const commands: Record<string, (args: never) => unknown> = {
  app_info: async (): Promise<AppInfo> => ({
    version: "0.1.0",
    demo: true,
    notices: state === "nokeyring" ? [noKeyring] : [],
    homeRows: [
      { id: "movies", label: "Popular films", kind: "movie" },
      { id: "series", label: "Popular series", kind: "series" },
      { id: "anime", label: "Popular anime", kind: "anime" },
    ],
    language: "en",
  }),
  catalog: async ({ row }: { row: string }) => {
    await wait(row === "anime" ? 900 : 400);
    if (state === "homefail" || (state === "rowfail" && row === "series"))
      throw fail("unreachable", "The catalogue did not answer.", "Check the connection.");
    return of(row === "movies" ? "movie" : row === "series" ? "series" : "anime");
  },
  search_titles: async ({ query, kind }: { query: string; kind: Kind }) => {
    await wait(200 + (kind === "anime" ? 400 : 0));
    if (state === "rowfail" && kind === "anime") throw fail("timeout", "Kitsu did not answer in time.");
    const wanted = query.toLowerCase();
    return of(kind).filter((card) => card.name.toLowerCase().includes(wanted) || card.id === wanted);
  },
  title_details: async ({ id }: { id: string }) => {
    await wait(350);
    const title = details(id);
    if (!title || state === "titlefail")
      throw fail("notFound", "No catalogue knows this id.", "Check it, or search by name.");
    return title;
  },
  ...streamCommands,
  ...linkCommands,
  settings: async () => view(),
  change_setting: async ({ change: what }: { change: SettingChange }) => change(what),
  test_account: ({ service, token }: { service: string; token: string | null }) => test(service, token),
  save_token: async ({ service }: { service: string }) => (await wait(200), sign(service, true)),
  forget_token: async ({ service }: { service: string }) => sign(service, false),
  open_token_page: () => undefined,
  history: async () => past,
  forget_history: async ({ entryId }: { entryId: number }) =>
    void (past = past.filter((entry) => entry.entryId !== entryId)),
};
