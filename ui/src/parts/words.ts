// The verb's state in words, for the pick and for rows.
import { t } from "../messages";
import type { Verb } from "../state/verb";
import type { Cached } from "../wire";

export function verbText(verb: Verb, cached: Cached): string {
  switch (verb.step) {
    case "idle":
      return cached === "no" ? t.verb.tryPlay : t.verb.play;
    case "ready":
      return t.verb.play;
    case "adding":
      return verb.status ? t.verb.waiting : t.verb.adding;
    case "choosing":
      return t.verb.choosing;
    case "linking":
      return t.verb.linking;
    case "starting":
      return t.verb.starting;
    case "playing":
      return t.verb.playing(verb.player);
    case "failed":
      return t.verb.retry;
  }
}
