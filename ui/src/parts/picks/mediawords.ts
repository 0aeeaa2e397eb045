// What a file says of itself, in words: in one line, and by its sound and subtitles.
import { age, languageName } from "../../format";
import { t } from "../../messages";
import type { MediaTrack, MediaView } from "../../wire";

/** The most languages that are named in one line. */
const mostNamed = 4;

const named = (track: MediaTrack) => (track.language ? languageName(track.language) : null);

/** `5.1 English, Turkish`: the layout of the first track, and every language there is. */
function heard(audio: MediaTrack[]): string | null {
  const languages = [...new Set(audio.map(named))].filter((name) => name !== null);
  const more = languages.length > mostNamed ? "…" : null;
  const names = [...languages.slice(0, mostNamed), more].filter(Boolean).join(", ");
  return [audio[0]?.channels, names].filter(Boolean).join(" ") || null;
}

/** `2160p · HEVC 10 bit · Dolby Vision 8 · 5.1 English, Turkish · 12 subtitles` */
export const mediaLine = (media: MediaView): string =>
  [
    media.resolution,
    media.codec,
    ...media.hdr,
    heard(media.audio),
    media.subtitles.length > 0 ? t.link.subtitleCount(media.subtitles.length) : null,
  ]
    .filter(Boolean)
    .join(" · ");

/** `2160p · HEVC 10 bit · Dolby Vision 8 · 95 min · 12 chapters` */
export const pictureText = (media: MediaView): string =>
  [
    media.resolution,
    media.codec,
    ...media.hdr,
    media.seconds === null ? null : age(media.seconds),
    media.chapters ? t.link.chapters(media.chapters) : null,
  ]
    .filter(Boolean)
    .join(" · ");

function track(one: MediaTrack): string {
  const about = [one.channels, one.codec, one.title].filter(Boolean).join(" ");
  const forced = one.isForced ? ` (${t.link.forced})` : "";
  return `${named(one) ?? t.link.untold}${forced}${about ? ` ${about}` : ""}`;
}

/** `English 5.1 E-AC-3, Turkish 2.0 AAC` */
export const soundText = (media: MediaView): string =>
  [...media.audio.map(track), media.hasAllTracks ? null : t.link.mayBeMore].filter(Boolean).join(", ");

/** `English, English (forced), Turkish`: the languages, each once. */
export const subtitlesText = (media: MediaView): string =>
  [...new Set(media.subtitles.map((one) => track({ ...one, codec: "", title: null })))].join(", ");
