// What a file says of itself, in words of either language.
import { afterEach, expect, it } from "vitest";
import { language } from "../../messages";
import { episodeMedia } from "../../mock/media";
import { mediaLine, pictureText, soundText, subtitlesText } from "./mediawords";

afterEach(() => (language.current = "en"));

const film = {
  ...episodeMedia,
  seconds: 5_700,
  resolution: "2160p",
  codec: "HEVC 10 bit",
  hdr: ["Dolby Vision 8", "HDR10"],
};

it("one line tells the picture, the sound and how many subtitles there are", () => {
  expect(mediaLine(film)).toBe("2160p · HEVC 10 bit · Dolby Vision 8 · HDR10 · 5.1 English, Turkish · 4 subtitles");
  language.current = "tr";
  expect(mediaLine(film)).toBe("2160p · HEVC 10 bit · Dolby Vision 8 · HDR10 · 5.1 İngilizce, Türkçe · 4 altyazı");
});

it("the tracks and the length have their own lines", () => {
  expect(soundText(film)).toBe("English 5.1 E-AC-3, Turkish 2.0 AAC");
  expect(subtitlesText(film)).toBe("English, English (forced), Turkish, German");
  expect(pictureText(film)).toBe("2160p · HEVC 10 bit · Dolby Vision 8 · HDR10 · 2 h · 6 chapters");
});

it("what the file leaves open is left out, and that more may be there is said", () => {
  const untold = { ...film, seconds: null, resolution: null, codec: null, hdr: [], frameRate: null, chapters: null };
  const [sound] = film.audio;
  if (!sound) throw new Error("a film has sound");
  const media = {
    ...untold,
    audio: [{ ...sound, language: null, channels: null }],
    subtitles: [],
    hasAllTracks: false,
  };
  expect(mediaLine(media)).toBe("");
  expect(soundText(media)).toBe("language not told E-AC-3, There may be more tracks than were read");
  expect(pictureText(media)).toBe("");
});
