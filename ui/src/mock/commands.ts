// Every command of the contract, answered from invented data.
import type {
  Account,
  AppInfo,
  Code,
  HistoryEntry,
  Kind,
  LinkEvent,
  LinkRequest,
  LinkView,
  SettingChange,
  SettingsView,
  StreamEvent,
  StreamsRequest,
  TitleCard,
  WireError,
} from "../wire";
import type { Channel } from "./core";
import { sources } from "./rows";
import { state } from "./state";
import { found, search, stop } from "./streams";
import { cards, details } from "./titles";

const wait = (ms: number) => new Promise((done) => setTimeout(done, state === "slow" ? ms * 6 : ms));
const fail = (code: Code, message: string, hint: string | null = null): WireError => ({ code, message, hint });
const noKeyring = fail(
  "keyringUnavailable",
  "No keyring answers on this computer.",
  "Install gnome-keyring or KWallet; until then the token lives for this run.",
);
const of = (kind: Kind) => cards.filter((card) => card.kind === kind);
const first = state === "first" || state === "noaccount";

const settings: SettingsView = {
  service: "realdebrid",
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
    signedIn: index === 0 && !first,
  })),
  players: [
    { id: "mpv", label: "mpv", found: state !== "noplayer" },
    { id: "vlc", label: "VLC", found: false },
    { id: "system", label: "System default", found: state !== "noplayer" },
  ],
  player: "auto",
  theme: "system",
  sources: sources.map(([source, label]) => ({
    source,
    label,
    enabled: source !== "peerflix",
    baseUrl: `https://${source}.example.org`,
    defaultBaseUrl: `https://${source}.example.org`,
    about:
      source === "nyaa" || source === "animetosho"
        ? "Anime, by title and episode number."
        : "Films and series, by IMDb id; anime where it knows the id.",
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

let linking = 0;

async function resolve(request: LinkRequest, emit: (event: LinkEvent) => void): Promise<LinkView> {
  linking += 1;
  const mine = linking;
  const row = found.get(request.id);
  if (!row) throw fail("notFound", "That row is not part of this search.");
  const step = async (ms: number, event: LinkEvent) => {
    await wait(ms);
    if (mine !== linking) throw fail("cancelled", "Stopped.");
    emit(event);
  };
  await step(50, { type: "candidateStarted", id: row.id, release: row.release, position: 1, of: request.goOn ? 5 : 1 });
  if (state === "legal") {
    await step(700, {
      type: "candidateFailed",
      id: row.id,
      error: fail("legalBlock", "Real-Debrid refuses this file for legal reasons."),
    });
    if (!request.goOn)
      throw fail("legalBlock", "Real-Debrid refuses this file for legal reasons.", "Choose another release.");
    await step(50, { type: "candidateStarted", id: row.id, release: row.release, position: 2, of: 5 });
  }
  await step(700, { type: "added", status: "downloaded" });
  if (row.cached === "no") {
    await step(600, { type: "waited", status: "downloading", attempt: 1 });
    await wait(900);
    throw fail("notCached", "Real-Debrid does not hold this release.", "Choose one that is cached.");
  }
  await step(600, {
    type: "fileChosen",
    name: `${row.release}.mkv`,
    size: row.fileSize,
    score: 0.97,
    reasons: ["exact episode"],
  });
  await step(600, { type: "linkMade" });
  return {
    linkId: `link-${mine}`,
    id: row.id,
    release: row.release,
    service: "Real-Debrid",
    fileName: `${row.release}.mkv`,
    fileSize: row.fileSize,
    host: "download.example.org",
    score: 0.97,
    reasons: ["exact episode"],
  };
}

function change(what: SettingChange): SettingsView {
  if (what.type === "service") settings.service = what.name;
  else if (what.type === "player") settings.player = what.id;
  else if (what.type === "theme") settings.theme = what.theme;
  else if (what.type === "welcomed") settings.welcomed = true;
  else {
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
  find_streams: ({ request, events }: { request: StreamsRequest; events: Channel<StreamEvent> }) =>
    search(request, (event) => events.onmessage(event)),
  stop_streams: () => stop(),
  resolve_link: ({ request, events }: { request: LinkRequest; events: Channel<LinkEvent> }) =>
    resolve(request, (event) => events.onmessage(event)),
  stop_link: () => void (linking += 1),
  play_link: async () => {
    await wait(400);
    if (state === "noplayer")
      throw fail("noPlayer", "No player was found on this computer.", "Choose one in Settings, or copy the link.");
    return { player: "mpv" };
  },
  copy_link: () => wait(50),
  open_link: () => wait(50),
  copy_magnet: () => wait(50),
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
