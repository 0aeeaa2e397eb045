// Stands in for @tauri-apps/api/core when the page runs in a plain browser. `?state=` in the address chooses what goes
// wrong: empty, dead, somedead, refused, ended, noaccount, nokeyring, unknown, uncached, checkfail, legal, noplayer,
// offline, noid, alloff, first, slow, nothing, titlefail, rowfail, homefail.
import { commands } from "./commands";

export class Channel<T> {
  onmessage: (event: T) => void = () => {};
}

export function convertFileSrc(key: string, scheme: string): string {
  return `/mock-${scheme}/${encodeURIComponent(key)}`;
}

export async function invoke<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  const run = commands[command];
  if (!run) throw new Error(`no such command: ${command}`);
  return (await run(args as never)) as T;
}
