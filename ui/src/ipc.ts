// The one door to the shell: every command by name, its channel, and image keys turned into URLs. Nothing else imports
// @tauri-apps. A rejection is always a WireError, whatever the shell or the bridge threw.
import { Channel, convertFileSrc, invoke } from "@tauri-apps/api/core";
import type {
  Account,
  AppInfo,
  HistoryEntry,
  Kind,
  LinkEvent,
  LinkRequest,
  LinkView,
  Played,
  SettingChange,
  SettingsView,
  StreamEvent,
  StreamsRequest,
  TitleCard,
  TitleDetails,
  WireError,
} from "./wire";

/** Whatever was thrown, as the error the page knows how to show. */
export function asWireError(thrown: unknown): WireError {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown) {
    return thrown as WireError;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, hint: null };
}

async function call<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
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
  searchTitles: (query: string, kind: Kind) => call<TitleCard[]>("search_titles", { query, kind }),
  titleDetails: (kind: Kind, id: string) => call<TitleDetails>("title_details", { kind, id }),

  findStreams: (request: StreamsRequest, listen: (event: StreamEvent) => void) =>
    call<void>("find_streams", { request, events: channel(listen) }),
  stopStreams: () => call<void>("stop_streams"),
  resolveLink: (request: LinkRequest, listen: (event: LinkEvent) => void) =>
    call<LinkView>("resolve_link", { request, events: channel(listen) }),
  stopLink: () => call<void>("stop_link"),
  playLink: (linkId: string, player: string | null) => call<Played>("play_link", { linkId, player }),
  copyLink: (linkId: string) => call<void>("copy_link", { linkId }),
  openLink: (linkId: string) => call<void>("open_link", { linkId }),
  copyMagnet: (searchId: number, id: string) => call<void>("copy_magnet", { searchId, id }),

  settings: () => call<SettingsView>("settings"),
  changeSetting: (change: SettingChange) => call<SettingsView>("change_setting", { change }),
  testAccount: (service: string, token: string | null) => call<Account>("test_account", { service, token }),
  saveToken: (service: string, token: string) => call<SettingsView>("save_token", { service, token }),
  forgetToken: (service: string) => call<SettingsView>("forget_token", { service }),
  openTokenPage: (service: string) => call<void>("open_token_page", { service }),

  history: () => call<HistoryEntry[]>("history"),
  forgetHistory: (entryId: number) => call<void>("forget_history", { entryId }),
};

/** The URL an image key is shown by, or null when there is none. */
export function imageUrl(key: string | null): string | null {
  return key === null ? null : convertFileSrc(key, "image");
}
