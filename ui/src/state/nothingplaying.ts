// What a player says that plays nothing.
import type { NowPlaying } from "../wire";

export const nothing: NowPlaying = {
  stage: "idle",
  item: null,
  player: null,
  position: null,
  length: null,
  paused: false,
  volume: null,
  audio: [],
  subtitles: [],
  outside: [],
  chapters: [],
  can: {
    pause: false,
    seek: false,
    volume: false,
    audio: false,
    subtitles: false,
    outside: false,
    switch: false,
    stop: false,
  },
  next: null,
  counting: null,
  switching: false,
  skip: null,
  resumeAt: null,
};
