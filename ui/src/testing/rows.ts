// Rows for tests: everything unsaid is plain.
import type { StreamRow } from "../wire";

export function row(id: string, change: Partial<StreamRow> = {}): StreamRow {
  return {
    id,
    release: `Sintel.2010.1080p.WEB-DL.x264-${id}`,
    resolution: "1080p",
    quality: "WEB-DL",
    codec: "AVC",
    hdr: [],
    audio: [],
    channels: [],
    languages: [],
    group: id,
    scope: "single",
    fileSize: null,
    size: 1e9,
    fileName: null,
    seeders: null,
    sources: ["torrentio"],
    tracker: null,
    cached: "checking",
    services: [],
    links: [],
    linkOnly: false,
    bitrate: null,
    hidden: null,
    rank: 0,
    reasons: [],
    ...change,
  };
}

export const rowMap = (...rows: StreamRow[]): ReadonlyMap<string, StreamRow> =>
  new Map(rows.map((one) => [one.id, one]));
