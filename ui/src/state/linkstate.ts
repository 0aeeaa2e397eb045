// The state of a row's link, from idle over resolving to a running player, and its tries at the services: two services may race, and
// two candidates at one. Pure.
import type { LinkEvent, LinkView, WireError } from "../wire";

export type Working = "adding" | "waiting" | "choosing" | "linking" | "checking";

export type LinkState =
  | { step: "idle" }
  | { step: Working }
  | { step: "ready"; link: LinkView }
  | { step: "starting"; link: LinkView }
  | { step: "playing"; link: LinkView; player: string }
  | { step: "failed"; error: WireError; link: LinkView | null };

/** One try for a link: a candidate at a service. */
export type LinkTry = {
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

export type Attempt = { linkState: LinkState; tries: LinkTry[] };

export const idle: LinkState = { step: "idle" };
export const begun: Attempt = { linkState: { step: "adding" }, tries: [] };

const order: readonly string[] = ["adding", "waiting", "choosing", "linking", "checking"];

/** A step of a link; what a try teaches is no step of it. */
export type LinkStep = Exclude<LinkEvent, { type: "learnt" }>;

export function advance(attempt: Attempt, event: LinkStep): Attempt {
  const tries = triesAfter(attempt.tries, event);
  const running = tries.filter((tried) => order.includes(tried.step));
  const furthest = running.reduce((far, tried) => Math.max(far, order.indexOf(tried.step)), -1);
  const made = tries.some((tried) => tried.step === "made");
  const step = made ? "checking" : ((order[furthest] as Working | undefined) ?? "adding");
  return { linkState: { step }, tries };
}

function triesAfter(tries: LinkTry[], event: LinkStep): LinkTry[] {
  const at = (change: Partial<LinkTry>) => {
    // The latest of that candidate at that service is the one that runs.
    const index = tries.findLastIndex((tried) => tried.service === event.service && tried.id === event.id);
    return tries.map((tried, place) => (place === index ? { ...tried, ...change } : tried));
  };
  switch (event.type) {
    case "candidateStarted": {
      const { service, id, release, position, of } = event;
      return [...tries, { service, id, release, position, of, step: "adding", status: null, file: null, error: null }];
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
export function settled(tries: LinkTry[], link: LinkView): LinkTry[] {
  return tries.map((tried) =>
    order.includes(tried.step)
      ? { ...tried, step: tried.service === link.service && tried.id === link.id ? "made" : "stopped" }
      : tried,
  );
}

/** The tries that failed before the link was made. */
export function passed(tries: LinkTry[]): LinkTry[] {
  return tries.filter((tried) => tried.step === "failed");
}

/** What is wrong with a torrent itself, not with the account, the network or the moment. */
const final: readonly string[] = ["legalBlock", "notCached", "noFile", "notFound", "refused"];

/** The torrents that every try refused for good, each with why. */
export function refused(tries: LinkTry[]): Map<string, WireError> {
  const ends = new Map<string, WireError | null>();
  for (const { id, step, error } of tries) {
    const why = step === "failed" && error && final.includes(error.code) ? error : null;
    ends.set(id, ends.get(id) === null ? null : why);
  }
  return new Map([...ends].flatMap(([id, why]) => (why ? [[id, why] as const] : [])));
}

/** A link that still stands, so that a second action on the row need not make another. */
export function linkOf(linkState: LinkState): LinkView | null {
  return "link" in linkState ? linkState.link : null;
}

export function busy(linkState: LinkState): boolean {
  return order.includes(linkState.step) || linkState.step === "starting";
}

/** Seconds until the link is expected to end, or null when nobody said; a little early, so that it is renewed in time. */
export function endsIn(link: LinkView, now: number): number | null {
  if (link.expiresAt === null) return null;
  return Math.round((new Date(link.expiresAt).getTime() - now) / 1000) - 15;
}
