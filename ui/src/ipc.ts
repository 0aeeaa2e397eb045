// The one door to the shell: every command by name, its channel, and image keys turned into URLs. Nothing else imports
// @tauri-apps. A rejection is always a WireError, whatever the shell or the bridge threw.
import { Channel, convertFileSrc, invoke } from "@tauri-apps/api/core";
import type {
  Account,
  AddedEntry,
  AppInfo,
  BrowseRequest,
  CloudFile,
  CloudPage,
  Complaint,
  ContinueItem,
  Diagnostics,
  DownloadControl,
  DownloadList,
  DownloadSettings,
  Fetch,
  HiddenCount,
  HistoryEntry,
  Kind,
  LineMeasure,
  LinkEvent,
  LinkRequest,
  LinkView,
  NamingExamples,
  NowPlaying,
  Numbering,
  OwnKind,
  PackEvent,
  PackUse,
  PackView,
  Played,
  PlayerControl,
  PlayRequest,
  Preferences,
  Probe,
  FromSystem,
  Query,
  SameShow,
  SettingChange,
  SettingsView,
  StreamEvent,
  StreamsRequest,
  TitleCard,
  TitleDetails,
  UpdateProgress,
  UpdatesView,
  WhyFile,
  WireError,
} from "./wire";

/** Whatever was thrown, as the error the page knows how to show. */
export function asWireError(thrown: unknown): WireError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return thrown as WireError;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, hint: null, about: null };
}

async function call<T>(command: string, args: Record<string, unknown> | Uint8Array = {}): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw asWireError(thrown);
  }
}

function channel<T>(listen: (event: T) => void): Channel<T> {
  const made = new Channel<T>();
  made.onmessage = listen;
  return made;
}

export const ipc = {
  appInfo: () => call<AppInfo>("app_info"),
  catalog: (row: string, skip: number) => call<TitleCard[]>("catalog", { row, skip }),
  browse: (request: BrowseRequest) => call<TitleCard[]>("browse", { request }),
  /** The page of the same show in the other numbering. */
  sameShow: (kind: Kind, id: string) => call<SameShow | null>("same_show", { kind, id }),
  readQuery: (text: string) => call<Query>("read_query", { text }),
  searchTitles: (query: string, kind: Kind) => call<TitleCard[]>("search_titles", { query, kind }),
  titleDetails: (kind: Kind, id: string) => call<TitleDetails>("title_details", { kind, id }),
  numbering: (request: StreamsRequest) => call<Numbering>("numbering", { request }),
  openTrailer: (kind: Kind, id: string) => call<void>("open_trailer", { kind, id }),

  findStreams: (request: StreamsRequest, listen: (event: StreamEvent) => void) =>
    call<void>("find_streams", { request, events: channel(listen) }),
  stopStreams: () => call<void>("stop_streams"),
  /** Asks the services again about the rows of a search that are still unknown. */
  recheck: (searchId: number, listen: (event: StreamEvent) => void) =>
    call<void>("recheck", { searchId, events: channel(listen) }),
  /** A magnet or hash as a search of its own with one row. */
  openTorrent: (text: string, listen: (event: StreamEvent) => void) =>
    call<void>("open_torrent", { text, events: channel(listen) }),
  /** Reads a torrent file's bytes, which cross as they are; the answer is what `readQuery` says of its magnet. */
  readTorrentFile: (bytes: Uint8Array) => call<Query>("read_torrent_file", bytes),
  whyFile: (searchId: number, id: string) => call<WhyFile>("why_file", { searchId, id }),
  /** Remembers the file to play from this torrent, or forgets it when `path` is null. */
  correctFile: (searchId: number, id: string, path: string | null) =>
    call<WhyFile>("correct_file", { searchId, id, path }),
  countHidden: (searchId: number, preferences: Preferences) =>
    call<HiddenCount>("count_hidden", { searchId, preferences }),

  resolveLink: (request: LinkRequest, listen: (event: LinkEvent) => void) =>
    call<LinkView>("resolve_link", { request, events: channel(listen) }),
  stopLink: () => call<void>("stop_link"),
  renewLink: (linkId: string) => call<LinkView>("renew_link", { linkId }),
  playLink: (linkId: string, player: string | null) => call<Played>("play_link", { linkId, player }),
  copyLink: (linkId: string) => call<void>("copy_link", { linkId }),
  openLink: (linkId: string) => call<void>("open_link", { linkId }),
  copyMagnet: (searchId: number, id: string) => call<void>("copy_magnet", { searchId, id }),
  /** Opens in the browser what an addon offers there: a page of another site, a video on YouTube. */
  openOffer: (searchId: number, id: string, source: string) => call<void>("open_offer", { searchId, id, source }),
  linkPack: (searchId: number, id: string, listen: (event: PackEvent) => void) =>
    call<PackView>("link_pack", { searchId, id, events: channel(listen) }),
  /** The path of the playlist that was saved, else null. */
  usePack: (packId: string, use: PackUse) => call<string | null>("use_pack", { packId, use }),

  /** What plays, now and at each change; ends with the window. */
  nowPlaying: (listen: (event: NowPlaying) => void) => call<void>("now_playing", { events: channel(listen) }),
  controlPlayer: (control: PlayerControl) => call<void>("control_player", { control }),
  /** Plays from the last good release, else from what a search finds. */
  playTitle: (request: PlayRequest) => call<Played>("play_title", { request }),

  /** Makes the link of a Play that is about to be pressed ready; null gives it up. */
  prepareTitle: (request: PlayRequest | null) => call<void>("prepare_title", { request }),
  prepareRow: (searchId: number, id: string) => call<void>("prepare_row", { searchId, id }),
  /** Goes on in the next best release of what plays; what is said of the present one is remembered. */
  anotherRelease: (complaint: Complaint | null) => call<Played>("another_release", { complaint }),
  /** Takes back what was said to be wrong with a row. */
  takeBack: (searchId: number, id: string) => call<void>("take_back", { searchId, id }),

  /** What is kept on disk, now and at each change; ends with the window. */
  downloads: (listen: (list: DownloadList) => void) => call<void>("downloads", { events: channel(listen) }),
  controlDownloads: (control: DownloadControl) => call<void>("control_downloads", { control }),
  /** Keeps the files behind links that were made. */
  keepLinks: (linkIds: string[]) => call<void>("keep_links", { linkIds }),
  /** Keeps films or episodes; a release of each is found when it is its turn. */
  keepTitles: (requests: PlayRequest[]) => call<void>("keep_titles", { requests }),
  /** Keeps so many of the next episodes of a show from now on; null ends that. */
  followShow: (kind: Kind, id: string, count: number | null) => call<void>("follow_show", { kind, id, count }),
  /** The finished ones that were watched. */
  watchedDownloads: () => call<number[]>("watched_downloads"),
  playDownload: (downloadId: number) => call<Played>("play_download", { downloadId }),
  showDownload: (downloadId: number) => call<void>("show_download", { downloadId }),
  chooseDownloadsFolder: (title: string) => call<SettingsView>("choose_downloads_folder", { title }),
  namingExamples: (settings: DownloadSettings) => call<NamingExamples>("naming_examples", { settings }),

  startFetch: (searchId: number, id: string, service: string) => call<Fetch>("start_fetch", { searchId, id, service }),
  fetches: () => call<Fetch[]>("fetches"),
  cancelFetch: (fetchId: string) => call<void>("cancel_fetch", { fetchId }),
  cloud: (service: string, page: number) => call<CloudPage>("cloud", { service, page }),
  cloudFiles: (service: string, itemId: string) => call<CloudFile[]>("cloud_files", { service, itemId }),
  cloudLink: (service: string, itemId: string, path: string) => call<LinkView>("cloud_link", { service, itemId, path }),
  cloudRemove: (service: string, itemId: string) => call<void>("cloud_remove", { service, itemId }),
  added: () => call<AddedEntry[]>("added"),
  undoAdded: (addedId: string) => call<void>("undo_added", { addedId }),

  settings: () => call<SettingsView>("settings"),
  changeSetting: (change: SettingChange) => call<SettingsView>("change_setting", { change }),
  choosePlayer: (title: string) => call<SettingsView>("choose_player", { title }),
  /** Fills the screen and draws everything larger, or goes back. */
  /** Measures what the line carries by the link that was made last; takes some seconds. */
  measureLine: () => call<LineMeasure>("measure_line"),
  forgetLine: () => call<SettingsView>("forget_line"),
  bigMode: (on: boolean) => call<void>("big_mode", { on }),
  testAccount: (service: string) => call<Account>("test_account", { service }),
  /** Tests a token and keeps it; a refused one, or one that could not be tested, is an error. */
  signIn: (service: string, token: string, untested: boolean) =>
    call<SettingsView>("sign_in", { service, token, untested }),
  forgetToken: (service: string) => call<SettingsView>("forget_token", { service }),
  openTokenPage: (service: string) => call<void>("open_token_page", { service }),
  addOwnSource: (kind: OwnKind, url: string, key: string | null) =>
    call<SettingsView>("add_own_source", { kind, url, key }),
  removeOwnSource: (source: string) => call<SettingsView>("remove_own_source", { source }),
  probeSource: (source: string) => call<Probe>("probe_source", { source }),
  diagnostics: () => call<Diagnostics>("diagnostics"),
  saveReport: () => call<string>("save_report"),
  openDataFolder: () => call<void>("open_data_folder"),

  /** The page has painted: this version of the app works. */
  painted: () => call<void>("painted"),
  updateState: () => call<UpdatesView>("update_state"),
  /** Not `byHand`, the shell looks at most once a day. */
  lookForUpdate: (byHand: boolean) => call<UpdatesView>("look_for_update", { byHand }),
  downloadUpdate: (listen: (progress: UpdateProgress) => void) =>
    call<UpdatesView>("download_update", { events: channel(listen) }),
  stopUpdate: () => call<void>("stop_update"),
  putOffUpdate: (never: boolean) => call<void>("put_off_update", { never }),
  /** Restarts the app. */
  finishUpdate: () => call<void>("finish_update"),
  openDownloads: () => call<void>("open_downloads"),

  history: () => call<HistoryEntry[]>("history"),
  forgetHistory: (entryId: number) => call<void>("forget_history", { entryId }),
  continueWatching: () => call<ContinueItem[]>("continue_watching"),
  watchlist: () => call<TitleCard[]>("watchlist"),
  setWatchlist: (kind: Kind, id: string, listed: boolean) => call<void>("set_watchlist", { kind, id, listed }),
  setWatched: (kind: Kind, id: string, season: number | null, episode: number | null, watched: boolean) =>
    call<void>("set_watched", { kind, id, season, episode, watched }),
  searches: () => call<string[]>("searches"),
  keepSearches: (texts: string[]) => call<void>("keep_searches", { texts }),
  /** Links given to the app from outside (`magnet:`, `stremio:`), as what they mean; ends with the window. */
  openedLinks: (listen: (asked: FromSystem) => void) => call<void>("opened_links", { events: channel(listen) }),
};

/** The URL an image key is shown by, or null when there is none. */
export function imageUrl(key: string | null): string | null {
  return key === null ? null : convertFileSrc(key, "image");
}
