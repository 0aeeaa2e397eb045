import { afterEach, describe, expect, it } from "vitest";
import {
  ago,
  age,
  bitrate,
  brief,
  bytes,
  day,
  languageName,
  minutes,
  releaseParts,
  runtime,
  seconds,
  speed,
} from "./format";
import { language } from "./messages/language.svelte";

it.each([
  [null, null],
  [-1, null],
  [0, "0 B"],
  [999, "999 B"],
  [1400, "1.4 KB"],
  [734e6, "734 MB"],
  [8.44e9, "8.4 GB"],
  [25.2e9, "25 GB"],
  [999.9e9, "1.0 TB"],
])("%s bytes read %s", (value, text) => {
  expect(bytes(value)).toBe(text);
});

it.each([
  ["148 min", 148],
  ["2h28min", 148],
  ["1 h", 60],
  ["soon", null],
  [null, null],
])("a runtime of %s is %s minutes", (runtime, total) => {
  expect(minutes(runtime)).toBe(total);
});

it("a bitrate needs both size and runtime", () => {
  expect(bitrate(9e9, "120 min")).toBe("10 Mb/s");
  expect(bitrate(null, "120 min")).toBe(null);
  expect(bitrate(9e9, null)).toBe(null);
});

it("dates do not slip by a time zone", () => {
  expect(day("2010-07-16")).toBe("16 Jul 2010");
  expect(day("soon")).toBe(null);
});

it("times and ages are short", () => {
  expect([seconds(820), seconds(12_400)]).toEqual(["0.8 s", "12 s"]);
  expect([age(30), age(600), age(7200), age(300_000)]).toEqual(["30 s", "10 min", "2 h", "3 days"]);
});

describe("a release name", () => {
  it.each([
    ["Harbour.Lights.S01E04.1080p.WEB-DL.x265-TEPES", "S01E04", "-TEPES"],
    ["[SubsPlease] Tideway Chronicle - 1110 (1080p) [A1B2C3D4].mkv", "1110", "[A1B2C3D4].mkv"],
    ["Show 1x05 HDTV-LOL", "1x05", "-LOL"],
    ["Sintel.2010.1080p.BluRay.x264-DON", "", "-DON"],
    ["Sintel", "", ""],
  ])("%s never loses %s and %s", (release, mark, tail) => {
    const parts = releaseParts(release);
    expect([parts.mark, parts.tail]).toEqual([mark, tail]);
    expect(parts.head + parts.mark + parts.middle + parts.tail, "nothing is lost or added").toBe(release);
  });
});

describe("in Turkish", () => {
  afterEach(() => void (language.current = "en"));

  it("figures take a comma, and units and days their own names", () => {
    language.current = "tr";
    expect([bytes(8.44e9), bytes(25.2e9), seconds(820), speed(12.34e6)]).toEqual([
      "8,4 GB",
      "25 GB",
      "0,8 sn",
      "12 Mb/s",
    ]);
    expect([age(600), age(7200), age(300_000)]).toEqual(["10 dk", "2 sa", "3 gün"]);
    expect(day("2010-07-16")).toBe("16 Tem 2010");
    expect(runtime("2h28min")).toBe("148 dk");
    expect(languageName("tr")).toBe("Türkçe");
  });

  it("time passed is said in the language in use", () => {
    const now = Date.parse("2026-05-10T12:00:00Z");
    expect(ago("2026-05-10T09:00:00Z", now)).toBe("3 hours ago");
    language.current = "tr";
    expect(ago("2026-05-10T09:00:00Z", now)).toBe("3 saat önce");
    expect(ago("2026-05-07T12:00:00Z", now)).toBe("3 gün önce");
  });
});

it("what was typed is short enough for a sentence, and no letter is cut in two", () => {
  expect(brief("sintel")).toBe("sintel");
  expect(brief("🎬".repeat(1000))).toBe(`${"🎬".repeat(60)}…`);
});
