// What invented files say of themselves.
import type { MediaTrack, MediaView, Say, StreamRow } from "../wire";
import { say } from "./tools";

const track = (language: string | null, change: Partial<MediaTrack> = {}): MediaTrack => ({
  codec: "SRT",
  language,
  title: null,
  channels: null,
  isDefault: false,
  isForced: false,
  ...change,
});
const sound = (language: string, channels: string, codec: string) => track(language, { channels, codec });

export const episodeMedia: MediaView = {
  container: "Matroska",
  seconds: 3_120,
  resolution: "1080p",
  width: 1920,
  height: 1080,
  codec: "H.264",
  hdr: [],
  frameRate: 23.976,
  audio: [sound("en", "5.1", "E-AC-3"), sound("tr", "2.0", "AAC")],
  subtitles: [track("en"), track("en", { isForced: true }), track("tr"), track("de")],
  hasAllTracks: true,
  chapters: 6,
};

/** What the file behind a row's link says: as its name promises. */
export function mediaOf(row: StreamRow): MediaView {
  const resolution = row.resolution ?? "1080p";
  const isLarge = resolution === "2160p";
  return {
    ...episodeMedia,
    seconds: 888,
    resolution,
    width: isLarge ? 3840 : 1920,
    height: isLarge ? 1600 : 800,
    codec: isLarge ? "HEVC 10 bit" : (row.codec ?? "H.264"),
    hdr: row.hdr.includes("DV") ? ["Dolby Vision 8", "HDR10"] : isLarge ? ["HDR10"] : [],
  };
}

/** A bit rate beside a line of 61 Mb/s. */
export function lineOf(bits: number): Say {
  const rate = bits / 1e6;
  const fits = rate <= 49;
  const shown = rate < 10 ? rate.toFixed(1) : String(Math.round(rate));
  const text = `${shown} Mb/s ${fits ? "of your" : "is much for your"} ≈ 61`;
  return say(fits ? "fitsLine" : "overLine", text, `${shown}/61`);
}
