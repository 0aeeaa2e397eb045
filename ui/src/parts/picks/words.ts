// States in words, for the pick and for rows; and short names where room is scarce.
import { ago, bitrate, bytes, languageName, speed } from "../../format";
import { say, t } from "../../messages";
import { sizeOf } from "../../state/facts";
import { elsewhere, offeredBy } from "../../state/offers";
import type { Here } from "../../state/rowwork";
import type { Services } from "../../state/services";
import type { LinkState } from "../../state/linkstate";
import type { Before, Cached, OfferedLink, Say, ServiceCached, StreamRow } from "../../wire";

export function linkStateText(linkState: LinkState, cached: Cached, here: Here | null = null): string {
  if (here?.stage === "playing" && ["idle", "ready", "playing"].includes(linkState.step))
    return t.verb.playing(here.player);
  switch (linkState.step) {
    case "idle":
      return cached === "no" ? t.verb.tryPlay : t.verb.play;
    case "ready":
      return t.verb.play;
    case "starting":
      return t.verb.starting;
    case "playing":
      return t.verb.playing(linkState.player);
    case "failed":
      return t.verb.retry;
    default:
      return t.verb[linkState.step];
  }
}

const letters: Record<string, string> = {
  realdebrid: "RD",
  alldebrid: "AD",
  premiumize: "PM",
  torbox: "TB",
  debridlink: "DL",
  offcloud: "OC",
  pikpak: "PP",
  easydebrid: "ED",
  debrider: "DB",
  torrin: "TR",
};

export const serviceLetters = (name: string) => letters[name] ?? name.slice(0, 2).toUpperCase();

export const beforeText = (before: Before) =>
  before.worked ? t.picks.worked(ago(before.at)) : t.picks.failedBefore(ago(before.at));

export function serviceText(one: ServiceCached, services: Services): string {
  const label = services.label(one.service);
  const state = one.inCloud ? t.picks.inCloud(label) : t.picks.onService(label, t.picks.cached[one.cached]);
  return one.before ? `${state}. ${beforeText(one.before)}` : state;
}

/** The latest thing that happened to a row here, over all services. */
export function lastBefore(services: ServiceCached[]): Before | null {
  return services.reduce<Before | null>(
    (last, { before }) => (before && (!last || before.at > last.at) ? before : last),
    null,
  );
}

/** The picture of the pick in its parts. A bare hash states nothing at all, which is no news of its quality. */
export const pickHeadline = ({ id, release, resolution, quality, hdr }: StreamRow): string[] =>
  [resolution ?? (release === id ? t.torrent.title : t.picks.noResolution), quality, ...hdr].filter(
    (part) => part !== null,
  );

const against: readonly string[] = [
  ...["notCached", "failedHere", "likelyRefused", "longerTitle", "saysOtherwise", "anotherTitle", "otherLanguages"],
  ...["poorCopy", "tooSmallToBeTrue", "tooLargeForLength", "notVideo", "notAired", "veryLarge", "fileMissing"],
  ...["overLine", "needsData"],
];

/** Whether a reason is none for a row but one against it. */
const speaksAgainst = ({ code }: Say): boolean => against.includes(code);

/** A reason that has the bit rate of a row and what the line carries. */
const ofLine = ({ code, value }: Say): boolean => (code === "fitsLine" || code === "overLine") && value !== null;

/** The bit rate of a row, beside what the line carries where that is known: `35 Mb/s of your ≈ 60`. */
export function rateText(row: StreamRow, runtime: string | null): string | null {
  const held = row.reasons.find(ofLine);
  if (held) return say(held);
  const rate = speed(row.bitrate) ?? bitrate(row.scope === "pack" ? row.fileSize : sizeOf(row), runtime);
  return rate && `≈ ${rate}`;
}

/** Why a row ranks where it does: what is for it, and what is against it. That it worked here is said once, with the time. */
export function pickReasons(reasons: Say[], before: Before | null): { text: string; against: boolean }[] {
  const worked = before?.worked ? [{ text: beforeText(before), against: false }] : [];
  const said = ["onlyIn", ...(before?.worked ? ["workedHere"] : [])];
  // The bit rate stands with the other figures; it is said here only where it speaks against the row.
  const told = (one: Say) => said.includes(one.code) || (one.code === "fitsLine" && ofLine(one));
  const others = reasons.filter((one) => !told(one)).slice(0, 4);
  return [...others.map((reason) => ({ text: say(reason), against: speaksAgainst(reason) })), ...worked];
}

/** The languages a row is spoken in, none of which the person understands. */
export const onlyText = ({ value, text }: Say): string =>
  value
    ? t.picks.onlyIn(
        value
          .split(",")
          .map((code) => languageName(code))
          .join(", "),
      )
    : text;

/** What a row's browser link opens. */
export const opensText = (link: OfferedLink) => t.offers.opens[link.kind === "youTube" ? "youTube" : "external"];

export const rowHeadline = (row: StreamRow): string =>
  [row.quality, row.codec, ...row.hdr, row.audio.join(" "), row.channels.join(" ")].filter(Boolean).join(" · ");

/** A row as it is read out. */
/** What the person said to be wrong with a row. */
export function complaintOf(row: StreamRow): string | null {
  const reason = row.reasons.find(({ code }) => code === "complained");
  return reason ? first(say(reason)) : null;
}

const first = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

export function rowSaid(row: StreamRow, services: Services): string {
  const page = elsewhere(row);
  const before = lastBefore(row.services);
  const several = row.services.map((one) => serviceText(one, services)).join(", ");
  return [
    row.resolution,
    rowHeadline(row),
    bytes(sizeOf(row)),
    row.scope === "pack" ? t.picks.pack : null,
    ...offeredBy(row).map((addon) => t.offers.from(addon)),
    page ? opensText(page) : row.services.length > 1 ? several : t.picks.cached[row.cached],
    complaintOf(row) ?? (before ? beforeText(before) : null),
    row.languages.map((code) => languageName(code)).join(", "),
    row.group,
  ]
    .filter(Boolean)
    .join(", ");
}
