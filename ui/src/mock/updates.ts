// Updates of the mock: a newer version where the address asks for one.
import type { UpdateProgress, UpdateState, UpdatesView } from "../wire";
import type { Channel } from "./channel";
import { state } from "./state";
import { before, wait } from "./tools";

const notes = `Found

- Shows whose titles go on are no longer taken for the wanted one.
- Running numbers beside a season are found and asked for, also while Kitsu lags behind.

Mended

- One name that cannot be read no longer ends a search.
- <b>Markup</b> in these notes is text like any other.`;

const offered: UpdateState = { type: "offered", version: "0.2.0", notes };
let standing: UpdateState = { type: "current", lookedAt: before(3_600_000) };
let stopped = false;

const view = (): UpdatesView => ({
  version: "0.1.0",
  off: state === "updatearchive" ? "archive" : null,
  downloads: true,
  state: standing,
});

async function download(events: Channel<UpdateProgress>): Promise<UpdatesView> {
  stopped = false;
  const of = 17_200_000;
  for (let step = 0; step <= 20; step += 1) {
    await wait(70);
    if (stopped) return view();
    events.onmessage({ bytes: (of / 20) * step, of });
  }
  await wait(300);
  if (state === "updatefail") return { ...view(), state: { type: "failed", problem: "badSignature" } };
  standing = { type: "ready", version: "0.2.0" };
  return view();
}

export const updateCommands = {
  painted: () => undefined,
  update_state: () => view(),
  look_for_update: async ({ byHand }: { byHand: boolean }) => {
    await wait(byHand ? 700 : 0);
    if (state.startsWith("update") && state !== "updatearchive" && standing.type === "current") standing = offered;
    return view();
  },
  download_update: ({ events }: { events: Channel<UpdateProgress> }) => download(events),
  stop_update: () => void (stopped = true),
  put_off_update: () => void (standing = { type: "current", lookedAt: new Date().toISOString() }),
  finish_update: () => location.reload(),
  open_downloads: () => undefined,
};
