// A search as the shell would tell it: sources answering at their own pace, then the cache checks of two services in
// chunks. `state=fast` brings 1,500 rows within 800 ms; `rows=` sets another number.
import type { Cached, Say, SourceChip, StreamEvent, StreamRow, StreamsRequest, WireError } from "../wire";
import type { Channel } from "./channel";
import { lineOf } from "./media";
import { makeRows, random, sources, verdictFor } from "./rows";
import { found, running, services } from "./search";
import { state } from "./state";
import { details } from "./titles";
import { before, fail, say as words } from "./tools";
import { numbering, whyCommands } from "./why";

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const asked = new URLSearchParams(location.search).get("rows");
const own = ["own-1", "Attic shelf"] as const;
const board = [...sources, own] as const;
const fast = state === "fast";
/** Made before anything is measured: inventing rows is no part of showing them. */
const early = fast ? makeRows("Sintel", null, asked ? Number(asked) : 1500) : null;

type Say1 = (event: StreamEvent) => void;

async function search(request: StreamsRequest, emit: Say1): Promise<void> {
  running.search += 1;
  const mine = running.search;
  const say: Say1 = (event) => void (mine === running.search && emit(structuredClone(event)));
  const alive = () => {
    if (mine !== running.search) throw fail("cancelled", "A newer search took its place.");
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
    sources: board.map(([source, label]) => ({ source, label, state: chipState(source, only, request.kind) })),
  });
  await wait(fast ? 20 : 120);
  if (state === "failed") throw fail("internal", "The search could not be started.", "Start the app again.");

  const none = state === "dead" || state === "nothing" || state === "offline";
  const total = none ? 0 : asked ? Number(asked) : fast ? 1500 : only ? 40 : 1140;
  const rows = early ?? makeRows(title, tag, total);
  const asking = board.filter(([source]) => chipState(source, only, request.kind) === "asking");
  const next = random(mine * 17);
  const checks: Promise<void>[] = [];
  let given = 0;
  await Promise.all(
    asking.map(async ([source], index) => {
      await wait(fast ? (800 / asking.length) * (index + 1) : (180 + index * 190 + next() * 300) * speed);
      alive();
      const broken = brokenSource(source);
      if (broken && !only) return say({ type: "sourceFailed", source, elapsedMs: elapsed(), error: broken });
      const share = Math.floor(total / asking.length) + (index === 0 ? total % asking.length : 0);
      const batch = rows.slice(given, given + share);
      given += share;
      for (const row of batch) found.set(row.id, row);
      const dropped = leftOut(source, request.episode !== null);
      const partial = source === "mediafusion" && !fast;
      say({ type: "sourceAnswered", source, count: batch.length, elapsedMs: elapsed(), dropped, partial });
      for (const row of batch) {
        prefer(row);
        row.reasons = reasons(row);
      }
      if (batch.length > 0) say({ type: "rowsArrived", rows: batch });
      const best = rows
        .slice(0, given)
        .reduce<StreamRow | null>((top, row) => (!row.hidden && (!top || row.rank > top.rank) ? row : top), null);
      if (best) say({ type: "pickChosen", id: best.id });
    }),
  );
  alive();
  for (const [at] of services.entries()) checks.push(check(rows.slice(0, given), at, say, alive));
  await Promise.all(checks);
  const cached = rows.filter((row) => row.cached === "yes").length;
  say({ type: "completed", rows: given, cached, elapsedMs: elapsed() });
}

async function check(rows: StreamRow[], which: number, say: Say1, alive: () => void) {
  const [service, label] = services[which] ?? ["realdebrid", "Real-Debrid"];
  const refused: Record<string, WireError> = {
    refused: fail("tokenRefused", `${label} refused your token.`, "Paste a fresh one in Settings.", label),
    ended: fail("subscriptionEnded", `Your ${label} subscription has ended.`, "Renew it on their page.", label),
    noaccount: fail("noAccount", "No service is signed in.", null),
    checkfail: fail("timeout", `${label} did not answer the cache check in time.`, "Try again in a moment.", label),
  };
  const refusal = state === "checkfail" && which > 0 ? undefined : refused[state];
  const chunk = fast ? 250 : 100;
  let cached = 0;
  for (let at = 0; at < rows.length; at += chunk) {
    await wait(fast ? 60 : 140 + which * 60);
    alive();
    if (refusal && (state !== "checkfail" || at >= 300)) {
      say({ type: "cacheCheckFailed", service, label, unchecked: rows.length - at, error: refusal });
      return;
    }
    const part = rows.slice(at, at + chunk);
    for (const [index, row] of part.entries()) if (judge(row, at + index, which) === "yes") cached += 1;
    const checked = at + part.length;
    say({ type: "cacheChecked", service, label, checked, total: rows.length, cached, verdicts: part.map(verdict) });
    const held = rows.reduce<StreamRow | null>(
      (top, row) => (row.cached === "yes" && !row.hidden && (!top || row.rank > top.rank) ? row : top),
      null,
    );
    if (held) say({ type: "pickChosen", id: held.id });
  }
}

function judge(row: StreamRow, index: number, which: number): Cached {
  const [service] = services[which] ?? ["realdebrid"];
  const said = verdictFor(index)[which] ?? "unknown";
  const cached: Cached = state === "uncached" ? "no" : state === "unknown" ? "unknown" : said;
  const ago = (days: number) => before(days * 86_400_000);
  const learnt =
    cached === "yes" && index % 9 === 0
      ? { worked: true, refused: false, at: ago(3) }
      : cached !== "yes" && index % 23 === 5
        ? { worked: false, refused: false, at: ago(12) }
        : null;
  const all = new Map(row.services.map((one) => [one.service, one]));
  all.set(service, { service, cached, inCloud: cached === "yes" && index % 14 === 0, before: learnt });
  row.services = services.map(
    ([name]) => all.get(name) ?? { service: name, cached: "checking", inCloud: false, before: null },
  );
  const states = [...row.services, ...row.links].map((one) => one.cached);
  const was = row.cached;
  row.cached = (["yes", "checking", "unknown", "no"] as const).find((one) => states.includes(one)) ?? "unknown";
  if (row.cached === "yes" && was !== "yes") row.rank += 5000;
  return cached;
}

export const verdict = (row: StreamRow) => ({
  id: row.id,
  cached: row.cached,
  services: row.services,
  rank: row.rank,
  fileSize: row.fileSize,
  fileName: row.fileName,
  bitrate: row.bitrate,
  hidden: row.hidden,
  reasons: reasons(row),
});

/** The mock's person: nothing above 25 GB, no files without a picture's height. */
function prefer(row: StreamRow) {
  if (state === "unhidden") return;
  const size = row.fileSize ?? row.size ?? 0;
  if (state === "allhidden") row.hidden = words("languageMissing", "not in your languages");
  else if (size > 25e9) row.hidden = words("tooLarge", "larger than you like");
  else if (row.resolution === "480p") row.hidden = words("resolutionOut", "480p, which you leave out", "480p");
}

const reasons = (row: StreamRow): Say[] =>
  [
    state === "foreign" ? words("onlyIn", "only in ES, PT", "es,pt") : null,
    row.cached === "no" ? words("notCached", "not held by the service") : null,
    row.services.some((one) => one.inCloud)
      ? words("inCloud", "already in your cloud")
      : row.cached === "yes"
        ? words("cached", "plays at once")
        : null,
    row.scope === "pack" ? words("seasonPack", "season pack") : null,
    /S\d+E\d+| - \d+ /.test(row.release) ? words("exactEpisode", "exactly this episode") : null,
    row.resolution === "1080p" ? words("preferredResolution", "1080p as you prefer", "1080p") : null,
    row.quality ? words("quality", row.quality, row.quality) : null,
    row.bitrate === null ? null : lineOf(row.bitrate),
  ].filter((reason) => reason !== null);

function leftOut(source: string, series: boolean) {
  if (source === "comet" || source === "zilean") return [];
  return [
    { reason: words("otherName", "of another title"), count: 12 },
    ...(series ? [{ reason: words("season", "of another season"), count: 31 }] : []),
  ];
}

function chipState(source: string, only: string[] | null, kind: string): SourceChip["state"] {
  if (state === "alloff" || source === "peerflix") return "off";
  if (state === "noid" || (kind !== "anime" && source === "animetosho")) return "noId";
  if (source === "torrentsdb" && !only && state === "fine") return "resting";
  return only && !only.includes(source) ? "remembered" : "asking";
}

function brokenSource(source: string): WireError | null {
  const about = board.find(([name]) => name === source)?.[1] ?? null;
  if (state === "offline") return fail("unreachable", "There is no connection.", "Check the network.", about);
  if (state === "dead") {
    const code = source === "nyaa" ? "timeout" : "refused";
    return fail(code, "It answered with an error (503).", "Try again later.", about);
  }
  if (state === "nothing" || fast) return null;
  if (source === "zilean") return fail("timeout", "No answer within 10 seconds.", "It may be busy: try again.", about);
  if (source === "nyaa" && state === "somedead")
    return fail("blocked", "A challenge page stood in the way.", null, about);
  return null;
}

async function recheck(emit: Say1) {
  const rows = [...found.values()].filter((row) => row.services.some((one) => one.cached !== "yes"));
  let cached = [...found.values()].filter((row) => row.cached === "yes").length;
  const [service, label] = services[0] ?? ["realdebrid", "Real-Debrid"];
  for (let at = 0; at < rows.length; at += 200) {
    await wait(180);
    const part = rows.slice(at, at + 200);
    for (const [index, row] of part.entries()) if (judge(row, at + index, 0) === "yes") cached += 1;
    const checked = Math.min(rows.length, at + 200);
    const event = { type: "cacheChecked" as const, service, label, checked, total: rows.length, cached };
    emit(structuredClone({ ...event, verdicts: part.map(verdict) }));
  }
}

/** One row: the torrent that was pasted. */
async function openTorrent(text: string, emit: Say1) {
  running.search += 1;
  const mine = running.search;
  await wait(200);
  if (state === "badtorrent") throw fail("badInput", "That is no magnet link and no hash.", "Paste all of it.");
  const row = makeRows("Harbour Lights", "S01E04", 40).find((one) => one.scope === "pack");
  if (!row || mine !== running.search) return;
  const named = /[?&]dn=([^&]+)/.exec(text)?.[1];
  row.release = named ? decodeURIComponent(named.replaceAll("+", " ")) : row.release;
  row.sources = [];
  found.set(row.id, row);
  emit({ type: "started", searchId: mine, heading: row.release, sources: [], rememberedS: null });
  emit({ type: "rowsArrived", rows: [structuredClone(row)] });
  emit({ type: "pickChosen", id: row.id });
  for (const [at, [service, label]] of services.entries()) {
    await wait(300);
    const cached = judge(row, 14, at) === "yes" ? 1 : 0;
    const event = { type: "cacheChecked" as const, service, label, checked: 1, total: 1, cached };
    emit(structuredClone({ ...event, verdicts: [verdict(row)] }));
  }
  emit({ type: "completed", rows: 1, cached: row.cached === "yes" ? 1 : 0, elapsedMs: 800 });
}

export const streamCommands = {
  find_streams: ({ request, events }: { request: StreamsRequest; events: Channel<StreamEvent> }) =>
    search(request, (event) => events.onmessage(event)),
  stop_streams: () => void (running.search += 1),
  recheck: ({ events }: { events: Channel<StreamEvent> }) => recheck((event) => events.onmessage(event)),
  open_torrent: ({ text, events }: { text: string; events: Channel<StreamEvent> }) =>
    openTorrent(text, (event) => events.onmessage(event)),
  numbering: async ({ request }: { request: StreamsRequest }) => (await wait(150), numbering(request)),
  ...whyCommands,
};
