import { describe, expect, it } from "vitest";
import { t } from "../messages";
import { row, rowMap } from "../testing/rows";
import type { Code } from "../wire";
import { emptyList, trouble } from "./empty";
import { nothingYet, type Chip, type Search } from "./streams";

const none = { cachedOnly: 0, tier: 0, text: 0, total: 0 };
const error = (code: Code) => ({ code, message: code, hint: null, about: null });
const chip = (state: Chip["state"], code?: Code): Chip => ({
  source: `${state}${code}`,
  label: "Source",
  state,
  count: null,
  elapsedMs: null,
  error: code ? error(code) : null,
});
const over = (change: Partial<Search>): Search => ({ ...nothingYet, complete: true, ...change });

describe("an empty list says", () => {
  it.each([
    ["nothing while it may still fill", { complete: false, chips: [chip("asking")] }, null],
    ["that nobody understood the ids", { chips: [chip("noId"), chip("off")] }, "noId"],
    ["that all are off", { chips: [chip("off")] }, "allOff"],
    ["that nobody answered", { chips: [chip("failed", "timeout"), chip("failed", "unreachable")] }, "noneAnswered"],
    ["that the network is gone", { chips: [chip("failed", "unreachable")] }, "offline"],
    ["that they answered with nothing", { chips: [chip("answered"), chip("failed", "timeout")] }, "nothingFound"],
    ["that nobody is signed in", { error: error("noAccount") }, "noAccount"],
    ["that the token was refused", { error: error("tokenRefused") }, "tokenRefused"],
    ["that the subscription ended", { error: error("subscriptionEnded") }, "subscriptionEnded"],
    ["that the search itself failed", { error: error("internal") }, "failed"],
  ] as const)("%s", (_, change, code) => {
    expect(emptyList(over(change as Partial<Search>), 0, none)).toBe(code);
  });

  it("that filters hide everything, and tells cached only apart", () => {
    const search = over({ rows: rowMap(row("a")) });
    expect(emptyList(search, 0, { ...none, text: 1, total: 1 })).toBe("allHidden");
    expect(emptyList(search, 0, { ...none, cachedOnly: 1, total: 1 })).toBe("nothingCached");
    expect(emptyList(search, 1, none)).toBe(null);
  });
});

describe("above a filled list stands", () => {
  const rows = rowMap(row("a"));
  it.each([
    ["nothing when all is well", { check: { checked: 1, total: 1, cached: 1, service: "x" } }, true, null],
    ["the refused token", { checkError: error("tokenRefused") }, true, "tokenRefused"],
    ["the failed check", { checkError: error("timeout") }, true, "checkFailed"],
    ["the missing account", {}, false, "noAccount"],
    ["that nothing is cached", { check: { checked: 1, total: 1, cached: 0, service: "x" } }, true, "nothingCached"],
  ] as const)("%s", (_, change, signedIn, code) => {
    expect(trouble(over({ rows, ...(change as Partial<Search>) }), signedIn)).toBe(code);
  });
});

it("every code has its words", () => {
  for (const [title] of Object.values(t.empty)) expect(title).not.toBe("");
});
