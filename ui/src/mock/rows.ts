// Invented releases in the shapes real ones have, ranked the way the engine would.
import type { StreamRow } from "../wire";

export const sources = [
  ["stremthru", "StremThru"],
  ["torrentio", "Torrentio"],
  ["mediafusion", "MediaFusion"],
  ["comet", "Comet"],
  ["zilean", "Zilean"],
  ["torrentsdb", "TorrentsDB"],
  ["peerflix", "Peerflix"],
  ["animetosho", "AnimeTosho"],
  ["nyaa", "Nyaa"],
] as const;

/** Small and repeatable, so that screenshots stay the same. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 4294967296;
  };
}

const groups = [
  "NTb",
  "FLUX",
  "playWEB",
  "SubsPlease",
  "Judas",
  "EMBER",
  "ETHEL",
  "TEPES",
  "QxR",
  "DON",
  "CtrlHD",
  "Kitsune",
];

export function makeRows(title: string, episode: string | null, total: number): StreamRow[] {
  const next = random(title.length * 7919 + total);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const rows = Array.from({ length: total }, (_, index) => {
    const resolution = pick(["2160p", "2160p", "1080p", "1080p", "1080p", "1080p", "720p", "720p", "480p", null]);
    const quality = pick(["BluRay", "BluRay REMUX", "WEB-DL", "WEB-DL", "WEBRip", "HDTV", null]);
    const codec = resolution === "2160p" ? "HEVC" : pick(["AVC", "HEVC", "AV1", null]);
    const hdr = resolution === "2160p" ? pick([["DV", "HDR10"], ["HDR10"], ["HDR10+"], []]) : [];
    const audio = pick([["TrueHD", "Atmos"], ["DDP", "Atmos"], ["DDP"], ["DTS-HD MA"], ["AAC"], ["FLAC"], []]);
    const group = pick([...groups, null]);
    const pack = episode !== null && next() < 0.3;
    const base = resolution === "2160p" ? 14e9 : resolution === "1080p" ? 4.2e9 : resolution === "720p" ? 1.4e9 : 6e8;
    const fileSize = base * (episode ? 0.4 : 1) * (0.5 + next() * 1.6) * (quality === "BluRay REMUX" ? 2 : 1);
    const stem = title.replace(/[^\w]+/g, ".").replace(/\.$/, "");
    const tag = episode ? (pack ? `.${episode.slice(0, 3)}` : `.${episode}`) : ".2010";
    const release = `${stem}${tag}.${[resolution, quality?.replace(" ", "."), hdr.join("."), codec === "HEVC" ? "x265" : codec === "AVC" ? "H.264" : codec, audio[0]].filter(Boolean).join(".")}${group ? `-${group}` : ""}`;
    const had = sources.filter(() => next() < 0.28).map(([name]) => name as string);
    if (next() < 0.06) had.push("own-1");
    const size = Math.round(pack ? fileSize * 10 : fileSize);
    const playable = pack && next() < 0.5 ? null : Math.round(fileSize);
    const minutes = episode ? 52 : 15;
    return {
      id: Array.from({ length: 40 }, () => Math.floor(next() * 16).toString(16)).join(""),
      release,
      resolution,
      quality,
      codec,
      hdr,
      audio,
      channels: pick([["5.1"], ["7.1"], ["2.0"], []]),
      languages: pick([["en"], ["en"], ["en", "fr"], ["ja", "en"], ["tr", "en"], []]),
      group,
      scope: episode ? (pack ? "pack" : "single") : "single",
      fileSize: playable,
      size,
      fileName: null,
      seeders: next() < 0.15 ? null : Math.floor(next() ** 3 * 900),
      sources: had.length > 0 ? had : [pick(sources)[0]],
      tracker: pick(["Nyaa", "1337x", "RARBG", null]),
      cached: "checking",
      services: [],
      links: had.includes("own-1")
        ? [{ source: "own-1", label: "Attic shelf", kind: "direct", cached: "unknown" }]
        : [],
      linkOnly: false,
      bitrate: playable === null ? null : Math.round((playable * 8) / (minutes * 60)),
      hidden: null,
      rank:
        (resolution === "1080p" ? 3000 : resolution === "2160p" ? 2400 : resolution === "720p" ? 1500 : 600) +
        next() * 900 -
        index * 0.01,
      reasons: [],
    } satisfies StreamRow;
  });
  // The best that is cached is there under five hashes, some others under two.
  const best = rows.reduce((top, row, at) => {
    const held = verdictFor(at)[0] === "yes" && row.size < 25e9 && row.resolution !== "480p";
    return held && row.rank > (rows[top]?.rank ?? 0) ? at : top;
  }, 0);
  return rows.map((row, at) => {
    const first = rows[at % 200 === 37 ? best : at % 50 === 13 ? at - 10 : at];
    const { id, sources, seeders, rank } = row;
    return first && first !== row ? { ...first, id, sources, seeders, rank: Math.min(rank, first.rank) - 1 } : row;
  });
}

/** What two services say of a row: they seldom agree, and one of them often does not know. */
export function verdictFor(index: number): ["yes" | "no" | "unknown", "yes" | "no" | "unknown"] {
  const next = random(index * 31 + 7);
  const first = next();
  const second = next();
  return [
    first < 0.24 ? "yes" : first < 0.9 ? "no" : "unknown",
    second < 0.16 ? "yes" : second < 0.78 ? "no" : "unknown",
  ];
}
