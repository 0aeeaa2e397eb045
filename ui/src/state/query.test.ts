import { describe, expect, it } from "vitest";
import { row } from "../testing/rows";
import { chosen, parseQuery, toggled, without } from "./query";

const rows = [
  row("x265", {
    release: "Sintel.2160p.REMUX.x265-DON",
    resolution: "2160p",
    size: 30e9,
    cached: "yes",
    scope: "pack",
    hdr: ["HDR10+"],
    languages: ["en"],
    services: [{ service: "torbox", cached: "yes", inCloud: true, before: null }],
  }),
  row("web", { release: "Sintel.1080p.WEB-DL-NTb", size: 3e9, languages: ["fr"], sources: ["nyaa"], seeders: 12 }),
  row("blank", { release: "Sintel", resolution: null, size: null, fileSize: null, scope: "unknown" }),
];
const kept = (text: string) => {
  const { terms } = parseQuery(text);
  return rows.filter((one) => terms.every((term) => term.test(one))).map((one) => one.id);
};

describe("the filter field", () => {
  it.each([
    ["", ["x265", "web", "blank"]],
    ["remux", ["x265"]],
    ["REMUX don", ["x265"]],
    ["-remux", ["web", "blank"]],
    ['"web-dl-ntb"', ["web"]],
    ["size:<4gb", ["web"]],
    ["size:>500mb", ["x265", "web"]],
    ["size:2gb..40gb", ["x265", "web"]],
    ["size:2-4", ["web"]],
    ["seeders:>10", ["web"]],
    ["is:cached", ["x265"]],
    ["-is:cached", ["web", "blank"]],
    ["is:pack", ["x265"]],
    ["is:single", ["web"]],
    ["in:cloud", ["x265"]],
    ["lang:fr", ["web"]],
    ["lang:tr,fr", ["web"]],
    ["lang:fr,none", ["web", "blank"]],
    ["-lang:fr", ["x265", "blank"]],
    ["lang:none", ["blank"]],
    ["-lang:none", ["x265", "web"]],
    ["lang:fr -lang:none", ["web"]],
    ["res:1080p", ["web"]],
    ["res:4k,1080p", ["x265", "web"]],
    ["hdr:hdr10+", ["x265"]],
    ["source:nyaa", ["web"]],
    ["/x26[45]/", ["x265"]],
    ["-/web-?dl/", ["x265", "blank"]],
    ["torrentio", ["x265", "blank"]],
  ])("%s keeps %s", (text, ids) => {
    expect(kept(text)).toEqual(ids);
  });

  it.each(["size:", "size:<", "size:big", "is:", "is:nothing", "in:there", "lang:", "/unclosed", "/(/", "-"])(
    "%s hides nothing and is named",
    (text) => {
      expect(kept(text)).toEqual(["x265", "web", "blank"]);
      expect(parseQuery(text).invalid).toEqual([text]);
    },
  );

  it("what is understood holds beside what is not", () => {
    expect(kept("remux size:<")).toEqual(["x265"]);
  });
});

describe("a press on a filter", () => {
  it("writes its term, widens it, and takes it out again", () => {
    const one = toggled("sintel", "lang", "tr");
    const two = toggled(one, "lang", "en");
    expect([one, two]).toEqual(["sintel lang:tr", "sintel lang:tr,en"]);
    expect(chosen(parseQuery(two), "lang")).toEqual(["tr", "en"]);
    expect(toggled(toggled(two, "lang", "tr"), "lang", "en")).toBe("sintel");
  });

  it("quotes a value of two words, and reads it back", () => {
    const text = toggled("", "audio", "DTS-HD MA");
    expect(text).toBe('audio:"dts-hd ma"');
    expect(chosen(parseQuery(text), "audio")).toEqual(["dts-hd ma"]);
    expect(toggled(text, "audio", "DTS-HD MA")).toBe("");
  });

  it("leaves what was excluded by hand alone", () => {
    expect(toggled("-lang:fr", "lang", "tr")).toBe("-lang:fr lang:tr");
  });
});

it("one term is lifted without touching the others", () => {
  expect(without("sintel size:<4gb -remux", "size:<4gb")).toBe("sintel -remux");
});
