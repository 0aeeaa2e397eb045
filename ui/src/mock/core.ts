// Stands in for @tauri-apps/api/core when the page runs in a plain browser. `?state=` in the address chooses what goes
// wrong. Everywhere: slow, first, empty, nokeyring. Catalogue: homefail, rowfail, titlefail. Search: dead, somedead,
// offline, nothing, noid, alloff, failed, fine. Services: noaccount, refused, ended, checkfail, unknown, uncached.
// Preferences: allhidden, unhidden. Player: playing, vlc, plain, credits, left, watched, opening. Links: legal, unsure,
// noplayer, expired. Torrents and files: badtorrent, whyfail, nofiles. Updates: update, updatefail, updatearchive.
// Else: libraryfail, cloudfail, settingsfail; fast, for measuring.
import { commands } from "./commands";

export { Channel } from "./channel";

export function convertFileSrc(key: string, scheme: string): string {
  return `/mock-${scheme}/${encodeURIComponent(key)}`;
}

export async function invoke<T>(command: string, args: Record<string, unknown> | Uint8Array = {}): Promise<T> {
  const run = commands[command];
  if (!run) throw new Error(`no such command: ${command}`);
  return (await run(args as never)) as T;
}
