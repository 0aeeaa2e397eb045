// Making a link, what is done with one, all links of a pack, and torrents a service was asked to fetch.
import type { Fetch, LinkEvent, LinkRequest, LinkView, PackEvent, PackUse, PackView } from "../wire";
import type { Channel } from "./channel";
import { lineOf, mediaOf } from "./media";
import { found, services } from "./search";
import { verdict } from "./streams";
import { state } from "./state";
import { fail, say, wait } from "./tools";

let linking = 0;
const refused = (about: string) =>
  fail("legalBlock", `${about} refuses this file for legal reasons.`, "Choose another release.", about);

const notHeld = (about: string) => fail("notCached", `${about} does not hold it after all.`, "Try another one.", about);

/** What a try found out about a row at the first service. */
function learn(id: string, worked: boolean, refuses: boolean): LinkEvent {
  const row = found.get(id);
  if (!row) throw fail("notFound", "That row is not part of this search.");
  const cached = worked ? ("yes" as const) : ("no" as const);
  const before = { worked, refused: refuses, at: new Date().toISOString() };
  row.services = row.services.map((one) => ({ ...one, cached, before }));
  if (row.cached === "yes" && !worked) row.rank -= 6000;
  row.cached = cached;
  return { type: "learnt", verdict: structuredClone(verdict(row)) };
}

async function resolve(request: LinkRequest, emit: (event: LinkEvent) => void): Promise<LinkView> {
  linking += 1;
  const mine = linking;
  let row = found.get(request.id);
  if (!row) throw fail("notFound", "That row is not part of this search.");
  const step = async (ms: number, event: LinkEvent) => {
    await wait(ms);
    if (mine !== linking) throw fail("cancelled", "Stopped.");
    emit(event);
  };
  const [service, other] = services.map(([, label]) => label);
  const direct = row.links.filter((one) => one.kind === "direct");
  const byLink = row.services.some((one) => one.cached === "yes") ? undefined : direct[0];
  const link = direct.find((one) => one.source === request.service) ?? (request.service === null ? byLink : undefined);
  const first = link?.label ?? service ?? "Real-Debrid";
  const of = request.goOn ? 5 : 1;
  const reasons = [say("exactEpisode", "exactly this episode")];
  const name = request.file?.split("/").at(-1) ?? `${row.release}.mkv`;
  await step(50, { type: "candidateStarted", id: row.id, release: row.release, service: first, position: 1, of });
  if (state === "legal" || state === "notheld") {
    const error = state === "legal" ? refused(first) : notHeld(first);
    await step(700, learn(row.id, false, state === "legal"));
    await step(0, { type: "candidateFailed", id: row.id, service: first, error });
    const rest = [...found.values()].filter((one) => one.cached === "yes" && !one.hidden);
    const next = rest.sort((a, b) => b.rank - a.rank)[0];
    if (!request.goOn || !next) throw error;
    row = next;
    await step(50, { type: "candidateStarted", id: row.id, release: row.release, service: first, position: 2, of });
  }
  const racing = link === undefined && other !== undefined && row.services.length > 1 && request.service === null;
  if (racing)
    await step(250, { type: "candidateStarted", id: row.id, release: row.release, service: other, position: 1, of });
  if (!link) await step(500, { type: "added", id: row.id, service: first, status: "downloaded" });
  if (state === "unsure" && request.file === null)
    throw fail("noFile", "Several of its files may be the one you want.", null, null);
  if (row.cached === "no" && !link) {
    await step(600, { type: "waited", id: row.id, service: first, status: "downloading", attempt: 1 });
    await step(900, learn(row.id, false, false));
    await step(0, { type: "candidateFailed", id: row.id, service: first, error: notHeld(first) });
    throw notHeld(first);
  }
  if (racing) await step(200, { type: "waited", id: row.id, service: other, status: "queued", attempt: 1 });
  await step(500, { type: "fileChosen", id: row.id, service: first, name, size: row.fileSize, score: 0.97, reasons });
  await step(600, { type: "verified", id: row.id, service: first });
  if (!link) await step(0, learn(row.id, true, false));
  await step(400, { type: "linkMade", id: row.id, service: first });
  return {
    linkId: `link-${mine}`,
    id: row.id,
    release: row.release,
    service: first,
    fromAddon: link !== undefined,
    headers: [],
    notWebReady: link !== undefined,
    fileName: name,
    fileSize: row.fileSize,
    host: "download.example.org",
    score: 0.97,
    reasons,
    media: mediaOf(row),
    line: row.bitrate === null ? null : lineOf(row.bitrate),
    expiresAt: new Date(Date.now() + (state === "expired" ? 12_000 : 5.4 * 3_600_000)).toISOString(),
  };
}

async function linkPack(id: string, emit: (event: PackEvent) => void): Promise<PackView> {
  linking += 1;
  const mine = linking;
  const row = found.get(id);
  if (!row) throw fail("notFound", "That row is not part of this search.");
  await wait(500);
  if (state === "legal") throw refused("Real-Debrid");
  const of = 10;
  emit({ type: "opened", episodes: of });
  for (let done = 1; done <= of; done += 1) {
    await wait(180);
    if (mine !== linking) throw fail("cancelled", "Stopped.");
    emit({ type: "linked", done, of });
  }
  return {
    packId: `pack-${mine}`,
    release: row.release,
    service: "Real-Debrid",
    episodes: Array.from({ length: of }, (_, at) => ({
      linkId: `link-${mine}-${at}`,
      season: 1,
      episode: at + 1,
      fileName: `${row.release}.E${String(at + 1).padStart(2, "0")}.mkv`,
      fileSize: 1.3e9 + at * 4e7,
    })),
    leftOut: 3,
    calls: 14,
  };
}

let fetching: (Fetch & { begun: number })[] = [];
const fetchMs = state === "slow" ? 120_000 : 14_000;

function progressed(): Fetch[] {
  return fetching.map(({ begun, ...fetch }) => {
    const progress = Math.min(1, (Date.now() - begun) / fetchMs);
    const row = found.get(fetch.id);
    if (progress >= 1 && row) row.cached = "yes";
    const type = progress >= 1 ? "ready" : progress < 0.05 ? "queued" : "fetching";
    return { ...fetch, progress, state: { type } as Fetch["state"] };
  });
}

export const linkCommands = {
  resolve_link: ({ request, events }: { request: LinkRequest; events: Channel<LinkEvent> }) =>
    resolve(request, (event) => events.onmessage(event)),
  stop_link: () => void (linking += 1),
  renew_link: async ({ linkId }: { linkId: string }): Promise<LinkView> => {
    await wait(300);
    throw fail("notFound", `The service no longer knows ${linkId}.`);
  },
  play_link: async ({ player }: { player: string | null }) => {
    await wait(400);
    if (state === "noplayer")
      throw fail("noPlayer", "No player was found on this computer.", "Choose one in Settings, or copy the link.");
    return player === "vlc" ? { id: "vlc", label: "VLC", leftOut: [] } : { id: "mpv", label: "mpv", leftOut: [] };
  },
  copy_link: () => wait(50),
  open_link: () => wait(50),
  copy_magnet: () => wait(50),
  open_offer: () => wait(50),
  link_pack: ({ id, events }: { id: string; events: Channel<PackEvent> }) =>
    linkPack(id, (event) => events.onmessage(event)),
  use_pack: async ({ use }: { use: PackUse }) => {
    await wait(300);
    return use === "savePlaylist" ? "~/Videos/Harbour Lights S1.m3u8" : null;
  },
  start_fetch: async ({ id, service }: { id: string; service: string }): Promise<Fetch> => {
    await wait(300);
    const row = found.get(id);
    if (!row) throw fail("notFound", "That row is not part of this search.");
    const label = services.find(([name]) => name === service)?.[1] ?? service;
    const fetch = { fetchId: `fetch-${id}`, id, release: row.release, service: label };
    const startedAt = new Date().toISOString();
    fetching = [...fetching, { ...fetch, state: { type: "queued" }, progress: 0, startedAt, begun: Date.now() }];
    return { ...fetch, state: { type: "queued" }, progress: 0, startedAt };
  },
  fetches: async () => progressed(),
  cancel_fetch: ({ fetchId }: { fetchId: string }) =>
    void (fetching = fetching.filter((fetch) => fetch.fetchId !== fetchId)),
};
