// Making a link, and what is done with one.
import type { LinkEvent, LinkRequest, LinkView } from "../wire";
import type { Channel } from "./core";
import { state } from "./state";
import { found } from "./streams";
import { fail, say, wait } from "./tools";

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
  await step(50, {
    type: "candidateStarted",
    service: "Real-Debrid",
    id: row.id,
    release: row.release,
    position: 1,
    of: request.goOn ? 5 : 1,
  });
  if (state === "legal") {
    await step(700, {
      type: "candidateFailed",
      service: "Real-Debrid",
      id: row.id,
      error: fail("legalBlock", "Real-Debrid refuses this file for legal reasons."),
    });
    if (!request.goOn)
      throw fail("legalBlock", "Real-Debrid refuses this file for legal reasons.", "Choose another release.");
    await step(50, {
      type: "candidateStarted",
      service: "Real-Debrid",
      id: row.id,
      release: row.release,
      position: 2,
      of: 5,
    });
  }
  await step(700, { type: "added", service: "Real-Debrid", status: "downloaded" });
  if (row.cached === "no") {
    await step(600, { type: "waited", service: "Real-Debrid", status: "downloading", attempt: 1 });
    await wait(900);
    throw fail("notCached", "Real-Debrid does not hold this release.", "Choose one that is cached.");
  }
  await step(600, {
    type: "fileChosen",
    service: "Real-Debrid",
    name: `${row.release}.mkv`,
    size: row.fileSize,
    score: 0.97,
    reasons: [say("exactEpisode", "exactly this episode")],
  });
  await step(600, { type: "linkMade", service: "Real-Debrid" });
  return {
    linkId: `link-${mine}`,
    id: row.id,
    release: row.release,
    service: "Real-Debrid",
    fileName: `${row.release}.mkv`,
    fileSize: row.fileSize,
    host: "download.example.org",
    score: 0.97,
    reasons: [say("exactEpisode", "exactly this episode")],
    expiresAt: null,
  };
}

export const linkCommands = {
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
};
