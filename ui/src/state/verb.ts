// What the verb button of a row says: from idle over the link's making to a running player. Pure.
import type { LinkEvent, LinkView, WireError } from "../wire";

export type Verb =
  | { step: "idle" }
  | { step: "adding"; position: number; of: number; status: string | null }
  | { step: "choosing" }
  | { step: "linking"; file: string }
  | { step: "ready"; link: LinkView }
  | { step: "starting"; link: LinkView }
  | { step: "playing"; link: LinkView; player: string }
  | { step: "failed"; error: WireError; link: LinkView | null };

export type Attempt = {
  verb: Verb;
  /** Candidates that were passed over on the way, with the reason. */
  passed: { id: string; error: WireError }[];
};

export const idle: Verb = { step: "idle" };
export const adding: Verb = { step: "adding", position: 1, of: 1, status: null };

export function advance(attempt: Attempt, event: LinkEvent): Attempt {
  const { verb } = attempt;
  switch (event.type) {
    case "candidateStarted":
      return { ...attempt, verb: { step: "adding", position: event.position, of: event.of, status: null } };
    case "added":
      return { ...attempt, verb: { step: "choosing" } };
    case "waited":
      return {
        ...attempt,
        verb: {
          step: "adding",
          position: verb.step === "adding" ? verb.position : 1,
          of: verb.step === "adding" ? verb.of : 1,
          status: event.status,
        },
      };
    case "fileChosen":
      return { ...attempt, verb: { step: "linking", file: event.name } };
    case "candidateFailed":
      return { ...attempt, passed: [...attempt.passed, { id: event.id, error: event.error }] };
    case "verified":
    case "linkMade":
      return attempt;
  }
}

/** A link that still stands, so that a second verb on the row need not make another. */
export function linkOf(verb: Verb): LinkView | null {
  return "link" in verb ? verb.link : null;
}

export function busy(verb: Verb): boolean {
  return verb.step === "adding" || verb.step === "choosing" || verb.step === "linking" || verb.step === "starting";
}
