import { describe, expect, it } from "vitest";
import { t } from "../messages";
import { row, rowMap } from "../testing/rows";
import type { Code } from "../wire";
import { emptyList, trouble } from "./empty";
import type { HiddenReason } from "./filter";
import { nothingYet, type Check, type Chip, type SearchResult } from "./searchstate";

const none = { total: 0, reasons: [] };
const hides = (reason: HiddenReason) => ({ total: reason.count, reasons: [reason] });
const error = (code: Code) => ({ code, message: code, hint: null, about: null });
const chip = (state: Chip["state"], code?: Code): Chip => ({
  source: `${state}${code}`,
  label: "Source",
  state,
  count: null,
  elapsedMs: null,
  dropped: [],
  partial: false,
  error: code ? error(code) : null,
});
const over = (change: Partial<SearchResult>): SearchResult => ({ ...nothingYet, complete: true, ...change });

describe("an empty list says", () => {
  it.each([
    ["nothing while it may still fill", { complete: false, chips: [chip("asking")] }, null],
    ["that nobody understood the ids", { chips: [chip("noId"), chip("off")] }, "noId"],
    ["that the catalogue failed", { chips: [chip("noDetails"), chip("noId")] }, "noDetails"],
    ["that all are off", { chips: [chip("off")] }, "allOff"],
    ["that nobody answered", { chips: [chip("failed", "timeout"), chip("failed", "unreachable")] }, "noneAnswered"],
    ["that the network is gone", { chips: [chip("failed", "unreachable")] }, "offline"],
    ["that they answered with nothing", { chips: [chip("answered"), chip("failed", "timeout")] }, "nothingFound"],
    ["that nobody is signed in", { error: error("noAccount") }, "noAccount"],
    ["that the token was refused", { error: error("tokenRefused") }, "tokenRefused"],
    ["that the subscription ended", { error: error("subscriptionEnded") }, "subscriptionEnded"],
    ["that the search itself failed", { error: error("internal") }, "failed"],
  ] as const)("%s", (_, change, code) => {
    expect(emptyList(over(change as Partial<SearchResult>), 0, none)).toBe(code);
  });

  it("that filters hide everything, and tells cached only apart", () => {
    const search = over({ rows: rowMap(row("a", { cached: "no" })) });
    expect(emptyList(search, 0, hides({ by: "term", raw: "x", count: 1 }))).toBe("allHidden");
    expect(emptyList(search, 0, hides({ by: "cachedOnly", count: 1 }))).toBe("nothingCached");
    const preference = hides({ by: "preference", say: { code: "tooLarge", text: "too large", value: null }, count: 1 });
    expect(emptyList(search, 0, preference)).toBe("preferencesHide");
    expect(emptyList(search, 1, none)).toBe(null);
  });

  it.each([
    ["no", true, "nothingCached"],
    ["unknown", true, "cacheUnknown"],
    ["checking", false, "stillChecking"],
    ["no", false, "stillChecking"],
  ] as const)("of rows that are not cached as far as is known, %s, complete %s: %s", (cached, complete, code) => {
    const search = over({ complete, rows: rowMap(row("a", { cached: "no" }), row("b", { cached })) });
    expect(emptyList(search, 0, hides({ by: "cachedOnly", count: 2 }))).toBe(code);
  });
});

const lane = (cached: number, code?: Code): Check => ({
  service: String(cached),
  label: "x",
  checked: 1,
  total: 1,
  cached,
  error: code ? error(code) : null,
});

describe("above a filled list stands", () => {
  const rows = rowMap(row("a", { cached: "no" }));
  it.each([
    ["nothing when all is well", { checks: [lane(1)] }, true, null],
    ["the refused token", { checks: [lane(0, "tokenRefused")] }, true, "tokenRefused"],
    [
      "nothing when one service of two fails: its own bar says so",
      { checks: [lane(1), lane(0, "timeout")] },
      true,
      null,
    ],
    ["the missing account", {}, false, "noAccount"],
    ["that nothing is cached", { checks: [lane(0)] }, true, "nothingCached"],
  ] as const)("%s", (_, change, signedIn, code) => {
    expect(trouble(over({ rows, ...(change as Partial<SearchResult>) }), signedIn)).toBe(code);
  });

  it("no word of absence where a service says nothing of a row", () => {
    const open = rowMap(row("a", { cached: "no" }), row("b", { cached: "unknown" }));
    expect(trouble(over({ rows: open, checks: [lane(0)] }), true)).toBe(null);
  });
});

it("every code has its words", () => {
  for (const [title] of Object.values(t.empty)) expect(title).not.toBe("");
});
