// A search as the shell would tell it: sources answering at their own pace, then the cache check in chunks.
import type { Say, StreamEvent, StreamRow, StreamsRequest, WireError } from "../wire";
import { makeRows, random, sources, verdictFor } from "./rows";
import { details } from "./titles";
import { state } from "./state";
import type { Channel } from "./core";
import { fail as error, say as words } from "./tools";

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

let current = 0;
export const found = new Map<string, StreamRow>();

export function stop() {
  current += 1;
}

export async function search(request: StreamsRequest, emit: (event: StreamEvent) => void): Promise<void> {
  current += 1;
  const mine = current;
  const say = (event: StreamEvent) => {
    if (mine === current) emit(structuredClone(event));
  };
  const alive = () => {
    if (mine !== current) throw error("cancelled", "A newer search took its place.");
  };
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  const title = details(request.id)?.name ?? "Sintel";
  const pad = (figure: number) => String(figure).padStart(2, "0");
  const tag = request.episode === null ? null : `S${pad(request.season ?? 1)}E${pad(request.episode)}`;
  const only = request.ask.type === "only" ? request.ask.sources : null;
  const speed = state === "slow" ? 6 : 1;

  say({
    type: "started",
    searchId: mine,
    heading: tag ? `${title} · S${request.season} E${request.episode}` : title,
    rememberedS: null,
    sources: sources.map(([source, label]) => ({
      source,
      label,
      state: chipState(source, only, request.kind),
    })),
  });
  await wait(120);
  if (state === "failed") throw error("internal", "The search could not be started.", "Start the app again.");

  const total = state === "dead" || state === "nothing" || state === "offline" ? 0 : only ? 40 : 1140;
  const rows = makeRows(title, tag, total);
  const asked = sources.filter(([source]) => chipState(source, only, request.kind) === "asking");
  const next = random(mine * 17);
  let given = 0;
  await Promise.all(
    asked.map(async ([source], index) => {
      await wait((180 + index * 190 + next() * 300) * speed);
      alive();
      const broken = brokenSource(source);
      if (broken && !only) {
        say({ type: "sourceFailed", source, elapsedMs: elapsed(), error: broken });
        return;
      }
      const share = Math.floor(total / asked.length) + (index === 0 ? total % asked.length : 0);
      const batch = rows.slice(given, given + share);
      given += share;
      for (const row of batch) found.set(row.id, row);
      say({ type: "sourceAnswered", source, count: batch.length, elapsedMs: elapsed(), dropped: [], partial: false });
      if (batch.length > 0) say({ type: "rowsArrived", rows: batch });
      const best = rows
        .slice(0, given)
        .reduce<StreamRow | null>((top, row) => (!top || row.rank > top.rank ? row : top), null);
      if (best) say({ type: "pickChosen", id: best.id, reasons: reasons(best) });
    }),
  );
  alive();
  await check(rows.slice(0, given), say, alive);
  const cached = rows.filter((row) => row.cached === "yes").length;
  say({ type: "completed", rows: given, cached, elapsedMs: elapsed() });
}

async function check(rows: StreamRow[], say: (event: StreamEvent) => void, alive: () => void) {
  const refused: Record<string, WireError> = {
    refused: error("tokenRefused", "Real-Debrid refused the token.", "Paste a fresh one in Settings."),
    ended: error("subscriptionEnded", "Your Real-Debrid subscription has ended.", "Renew it on their page."),
    noaccount: error("noAccount", "No service is signed in.", null),
    checkfail: error("timeout", "Real-Debrid did not answer the cache check in time.", "Try again in a moment."),
  };
  const refusal = refused[state];
  if (refusal) {
    await wait(300);
    alive();
    say({
      type: "cacheCheckFailed",
      service: "realdebrid",
      label: "Real-Debrid",
      unchecked: rows.length,
      error: refusal,
    });
    return;
  }
  let cached = 0;
  let held: StreamRow | null = null;
  for (let at = 0; at < rows.length; at += 100) {
    await wait(140);
    alive();
    const chunk = rows.slice(at, at + 100);
    for (const [index, row] of chunk.entries()) {
      row.cached = state === "uncached" ? "no" : state === "unknown" ? "unknown" : verdictFor(at + index);
      if (row.cached === "yes") {
        row.rank += 5000;
        cached += 1;
        if (!held || row.rank > held.rank) held = row;
      }
    }
    say({
      type: "cacheChecked",
      checked: at + chunk.length,
      total: rows.length,
      cached,
      service: "realdebrid",
      label: "Real-Debrid",
      verdicts: chunk.map((row) => ({
        id: row.id,
        cached: row.cached,
        rank: row.rank,
        fileSize: row.fileSize,
        fileName: row.fileName,
        services: row.services,
        bitrate: row.bitrate,
        hidden: row.hidden,
        reasons: reasons(row),
      })),
    });
    if (held) say({ type: "pickChosen", id: held.id, reasons: reasons(held) });
  }
}

const reasons = (row: StreamRow): Say[] =>
  [
    row.cached === "yes" ? words("cached", "plays at once") : null,
    row.scope === "pack" ? words("seasonPack", "season pack") : words("exactEpisode", "exactly this episode"),
    row.resolution ? words("resolution", row.resolution, row.resolution) : null,
    row.quality?.startsWith("BluRay") ? words("quality", row.quality, row.quality) : null,
  ].filter((reason) => reason !== null);

function chipState(source: string, only: string[] | null, kind: string) {
  if (state === "alloff" || source === "peerflix") return "off" as const;
  if (state === "noid" || (kind !== "anime" && source === "animetosho")) return "noId" as const;
  return only && !only.includes(source) ? ("remembered" as const) : ("asking" as const);
}

function brokenSource(source: string): WireError | null {
  if (state === "offline") return error("unreachable", "There is no connection.", "Check the network.");
  if (state === "dead")
    return error(source === "nyaa" ? "timeout" : "refused", "It answered with an error (503).", "Try again later.");
  if (state === "nothing") return null;
  if (source === "zilean") return error("timeout", "No answer within 10 seconds.", "It may be busy: try again.");
  if (source === "nyaa" && state === "somedead") return error("blocked", "A challenge page stood in the way.", null);
  return null;
}

export const streamCommands = {
  find_streams: ({ request, events }: { request: StreamsRequest; events: Channel<StreamEvent> }) =>
    search(request, (event) => events.onmessage(event)),
  stop_streams: () => stop(),
};
