// Which words an empty or troubled list of picks gets. Pure: one code, one text, the buttons that fix it.
import { directLinks } from "./offers";
import { hiddenBy, type Hidden } from "./filter";
import type { Chip, SearchResult } from "./searchstate";
import { progress } from "./searchresult";

export type EmptyCode =
  | "noAccount"
  | "tokenRefused"
  | "subscriptionEnded"
  | "noId"
  | "noDetails"
  | "allOff"
  | "noneAnswered"
  | "nothingFound"
  | "nothingCached"
  | "cacheUnknown"
  | "stillChecking"
  | "allHidden"
  | "preferencesHide"
  | "checkFailed"
  | "offline"
  | "failed";

const accountCodes = ["noAccount", "tokenRefused", "subscriptionEnded"] as const;
type AccountCode = (typeof accountCodes)[number];
const isAccount = (code: string): code is AccountCode => (accountCodes as readonly string[]).includes(code);

/** Why the list has nothing to show; null while it may still fill or when it has rows. */
export function emptyList(search: SearchResult, shown: number, hidden: Hidden): EmptyCode | null {
  if (shown > 0) return null;
  if (hidden.total > 0) {
    if (hidden.total === hiddenBy(hidden, "preference")) return "preferencesHide";
    const uncached = hiddenBy(hidden, "cachedOnly");
    if (uncached === 0 || uncached + hiddenBy(hidden, "preference") !== hidden.total) return "allHidden";
    // While it is being checked nothing is known to be absent, and what a service says nothing of never is.
    if (!search.complete) return "stillChecking";
    return known(search) ? "nothingCached" : "cacheUnknown";
  }
  if (!search.complete || search.rows.size > 0) return null;
  if (search.error) return isAccount(search.error.code) ? search.error.code : offline(search) ? "offline" : "failed";
  const { asked, failed } = progress(search.chips);
  if (asked === 0) {
    const has = (state: Chip["state"]) => search.chips.some((chip) => chip.state === state);
    return has("noDetails") ? "noDetails" : has("noId") ? "noId" : "allOff";
  }
  if (failed === asked) return offline(search) ? "offline" : "noneAnswered";
  return "nothingFound";
}

/** What stands in the cache bar's place when something concerns all services alike; one that failed says so in its own. */
export function trouble(search: SearchResult, signedIn: boolean): EmptyCode | null {
  const failed = search.checks.flatMap((check) => (check.error ? [check.error.code] : []));
  const everyone = failed.length > 0 && failed.length === search.checks.length;
  const code = everyone ? failed.find(isAccount) : undefined;
  if (code !== undefined) return code;
  if (search.error && isAccount(search.error.code)) return search.error.code;
  if (!signedIn && search.rows.size > 0 && ![...search.rows.values()].some((row) => directLinks(row).length > 0))
    return "noAccount";
  if (search.error && search.rows.size > 0) return offline(search) ? "offline" : "failed";
  const settled = search.complete && search.rows.size > 0 && search.checks.length > 0 && failed.length === 0;
  if (settled && known(search) && search.checks.every((check) => check.cached === 0)) return "nothingCached";
  return null;
}

/** Whether the services said yes or no to every row. */
function known(search: SearchResult): boolean {
  return [...search.rows.values()].every((row) => row.cached === "yes" || row.cached === "no");
}

function offline(search: SearchResult): boolean {
  const failed = search.chips.filter((chip) => chip.state === "failed");
  const errors = [...failed.map((chip) => chip.error?.code), ...(search.error ? [search.error.code] : [])];
  return errors.length > 0 && errors.every((code) => code === "unreachable");
}
