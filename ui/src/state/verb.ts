// What the verb button of a row says: from idle over the link's making to a running player; and each service's part in it,
// since two of them may race. Pure.
import type { LinkEvent, LinkView, WireError } from "../wire";

export type Working = "adding" | "waiting" | "choosing" | "linking" | "checking";

export type Verb =
  | { step: "idle" }
  | { step: Working }
  | { step: "ready"; link: LinkView }
  | { step: "starting"; link: LinkView }
  | { step: "playing"; link: LinkView; player: string }
  | { step: "failed"; error: WireError; link: LinkView | null };

/** One try: a candidate at a service. */
export type Lane = {
  service: string;
  id: string;
  release: string;
  position: number;
  of: number;
  step: Working | "made" | "failed" | "stopped";
  /** What the service said while it waited. */
  status: string | null;
  file: string | null;
  error: WireError | null;
};

export type Attempt = { verb: Verb; lanes: Lane[] };

export const idle: Verb = { step: "idle" };
export const begun: Attempt = { verb: { step: "adding" }, lanes: [] };

const order: readonly string[] = ["adding", "waiting", "choosing", "linking", "checking"];

export function advance(attempt: Attempt, event: LinkEvent): Attempt {
  const lanes = lanesAfter(attempt.lanes, event);
  const running = lanes.filter((lane) => order.includes(lane.step));
  const furthest = running.reduce((far, lane) => Math.max(far, order.indexOf(lane.step)), -1);
  const made = lanes.some((lane) => lane.step === "made");
  const step = made ? "checking" : ((order[furthest] as Working | undefined) ?? "adding");
  return { verb: { step }, lanes };
}

function lanesAfter(lanes: Lane[], event: LinkEvent): Lane[] {
  const at = (change: Partial<Lane>) => {
    // The latest try at that service is the one that runs.
    const index = lanes.findLastIndex((lane) => lane.service === event.service);
    return lanes.map((lane, place) => (place === index ? { ...lane, ...change } : lane));
  };
  switch (event.type) {
    case "candidateStarted": {
      const { service, id, release, position, of } = event;
      return [...lanes, { service, id, release, position, of, step: "adding", status: null, file: null, error: null }];
    }
    case "added":
      return at({ step: "choosing", status: null });
    case "waited":
      return at({ step: "waiting", status: event.status });
    case "fileChosen":
      return at({ step: "linking", file: event.name });
    case "verified":
      return at({ step: "checking" });
    case "candidateFailed":
      return at({ step: "failed", error: event.error });
    case "linkMade":
      return at({ step: "made" });
  }
}

/** After the link is there: what still ran has lost the race. */
export function settled(lanes: Lane[], link: LinkView): Lane[] {
  return lanes.map((lane) =>
    order.includes(lane.step) ? { ...lane, step: lane.service === link.service ? "made" : "stopped" } : lane,
  );
}

/** The tries that were refused on the way, told so that going on is no surprise. */
export function passed(lanes: Lane[]): Lane[] {
  return lanes.filter((lane) => lane.step === "failed");
}

/** What is wrong with a torrent itself, not with the account, the network or the moment. */
const final: readonly string[] = ["legalBlock", "notCached", "noFile", "notFound", "refused"];

/** The torrents that every try refused for good, each with why. */
export function refused(lanes: Lane[]): Map<string, WireError> {
  const ends = new Map<string, WireError | null>();
  for (const { id, step, error } of lanes) {
    const why = step === "failed" && error && final.includes(error.code) ? error : null;
    ends.set(id, ends.get(id) === null ? null : why);
  }
  return new Map([...ends].flatMap(([id, why]) => (why ? [[id, why] as const] : [])));
}

/** A link that still stands, so that a second verb on the row need not make another. */
export function linkOf(verb: Verb): LinkView | null {
  return "link" in verb ? verb.link : null;
}

export function busy(verb: Verb): boolean {
  return order.includes(verb.step) || verb.step === "starting";
}

/** Seconds until the link is expected to end, or null when nobody said; a little early, so that it is renewed in time. */
export function endsIn(link: LinkView, now: number): number | null {
  if (link.expiresAt === null) return null;
  return Math.round((new Date(link.expiresAt).getTime() - now) / 1000) - 15;
}
