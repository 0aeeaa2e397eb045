// A player for the mock: what it plays moves on, and the address may ask for one that is at work already (`playing`, `vlc`, `plain`,
// `credits`, `left`, `watched`, `opening`, `intro`).
import { nothing as idle } from "../state/nothingplaying";
import type { Complaint, NowPlaying, OutsideSubtitle, PlayRequest, Played, PlayerControl, PlayerTrack } from "../wire";
import type { Channel } from "./channel";
import { state } from "./state";
import { details } from "./titles";
import { fail, wait } from "./tools";

const mpv: Played = { id: "mpv", label: "mpv", leftOut: [] };
const all = {
  pause: true,
  seek: true,
  volume: true,
  audio: true,
  subtitles: true,
  outside: true,
  switch: true,
  stop: true,
};
const none = {
  ...all,
  pause: false,
  seek: false,
  volume: false,
  audio: false,
  subtitles: false,
  outside: false,
  stop: false,
};
const track = (
  id: number,
  language: string | null,
  title: string | null,
  codec: string,
  change: Partial<PlayerTrack> = {},
): PlayerTrack => ({ id, language, title, codec, forced: false, selected: id === 1, moved: null, ...change });

const outside = (
  number: number,
  language: string,
  from: string,
  fit: OutsideSubtitle["fit"],
  marks: Partial<OutsideSubtitle> = {},
): OutsideSubtitle => ({
  number,
  language,
  from,
  fit,
  forced: false,
  hearingImpaired: false,
  machineMade: false,
  coming: false,
  failed: false,
  ...marks,
});

function playing(id: string, season: number | null, episode: number | null, row: string | null): NowPlaying {
  const title = details(id);
  return {
    stage: "playing",
    item: {
      id,
      kind: title?.kind ?? "movie",
      name: title?.name ?? "Sintel",
      season,
      episode,
      poster: title?.poster ?? null,
      row,
      release: null,
    },
    player: mpv,
    position: 760,
    length: 2530,
    paused: false,
    volume: 80,
    audio: [track(1, "jpn", "Stereo", "flac"), track(2, "eng", null, "eac3"), track(3, "en", "Commentary", "aac")],
    subtitles: [
      track(1, "eng", "Full subtitles", "ass"),
      track(2, "eng", "Signs & Songs", "ass", { forced: true }),
      track(3, "tur", "Meadow Lines", "subrip", { moved: { by: 2.3, stretched: false } }),
    ],
    outside: [
      outside(0, "tr", "Meadow Lines", "sameFile"),
      outside(1, "tr", "The.Meridian.Survey.S01E04.tr.srt", "sameRelease", { hearingImpaired: true }),
      outside(2, "de", "Meadow Lines", "unknown", { coming: true }),
      outside(3, "en", "Meadow Lines", "otherCut", { failed: true }),
    ],
    chapters: [
      { at: 0, title: "Opening" },
      { at: 92, title: "Part A" },
      { at: 1210, title: "Part B" },
      { at: 2440, title: "Credits" },
    ],
    can: all,
    next: episode === null ? null : { season, episode: episode + 1, name: "What the Tide Left", ready: false },
    counting: null,
    switching: false,
    skip: null,
    resumeAt: null,
  };
}

function first(): NowPlaying {
  const now = playing("tt9100001", 1, 4, null);
  if (state === "playing") return now;
  if (state === "vlc")
    return {
      ...now,
      player: { id: "vlc", label: "VLC", leftOut: [] },
      can: { ...all, audio: false, subtitles: false, outside: false },
      outside: [],
      chapters: [],
    };
  if (state === "plain")
    return {
      ...idle,
      stage: "playing",
      item: now.item,
      player: { id: "own", label: "celluloid", leftOut: [] },
      can: { ...none, stop: true },
    };
  if (state === "intro") return { ...now, position: 12, skip: "opening" };
  if (state === "credits")
    return { ...now, position: 2447, counting: 7, next: now.next && { ...now.next, ready: true } };
  if (state === "left")
    return { ...idle, stage: "over", item: now.item, can: { ...none, switch: true }, resumeAt: 760 };
  if (state === "watched") return { ...idle, stage: "over", item: now.item, next: now.next };
  if (state === "opening") return { ...idle, stage: "searching", item: now.item };
  return idle;
}

let now = first();
const listeners = new Set<Channel<NowPlaying>>();
function tell(change: Partial<NowPlaying>) {
  now = { ...now, ...change };
  for (const listener of listeners) listener.onmessage(now);
}
// What is photographed stands still.
if (state === "fine")
  setInterval(() => {
    if (now.stage === "playing" && !now.paused && now.position !== null) tell({ position: now.position + 0.5 });
  }, 500);

export function mockPlays(id: string, season: number | null, episode: number | null, row: string | null) {
  tell(playing(id, season, episode, row));
}

const chosen = <T extends { id: number; selected: boolean }>(tracks: T[], id: number | null) =>
  tracks.map((one) => ({ ...one, selected: one.id === id }));

function obey(control: PlayerControl) {
  const { item } = now;
  switch (control.type) {
    case "pause":
      return tell({ paused: control.paused });
    case "seek":
      return tell({ position: control.to });
    case "volume":
      return tell({ volume: control.percent });
    case "audio":
      return tell({ audio: chosen(now.audio, control.track) });
    case "subtitles":
      return tell({ subtitles: chosen(now.subtitles, control.track) });
    case "outside":
      return tell({
        outside: now.outside.map((one) => (one.number === control.number ? { ...one, coming: true } : one)),
      });
    case "skip":
      return tell({ position: 92, skip: null });
    case "stay":
      return tell({ counting: null });
    case "stop":
      return tell({ ...idle, stage: now.stage === "playing" ? "over" : "idle", item, resumeAt: now.position });
    case "next":
      return item && now.next && mockPlays(item.id, now.next.season, now.next.episode, null);
    case "resume":
    case "again":
      return item && mockPlays(item.id, item.season, item.episode, item.row);
    case "dismiss":
      return tell(idle);
  }
}

export const playingCommands = {
  now_playing: ({ events }: { events: Channel<NowPlaying> }) => {
    listeners.add(events);
    setTimeout(() => events.onmessage(now));
  },
  control_player: ({ control }: { control: PlayerControl }) => void obey(control),
  prepare_title: () => {},
  prepare_row: () => {},
  another_release: async ({ complaint }: { complaint: Complaint | null }): Promise<Played> => {
    tell({ switching: true });
    await wait(900);
    tell({ switching: false });
    if (complaint === "buffers") throw fail("notFound", "No other release of it is worth trying.");
    return mpv;
  },
  play_title: async ({ request }: { request: PlayRequest }): Promise<Played> => {
    tell({ ...playing(request.id, request.season, request.episode, null), stage: "searching", position: null });
    await wait(900);
    if (state === "noplayer") {
      tell(idle);
      throw fail("noPlayer", "No player was found on this computer.", "Choose one in Settings, or copy the link.");
    }
    mockPlays(request.id, request.season, request.episode, null);
    return mpv;
  },
};
