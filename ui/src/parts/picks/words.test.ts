// What is said of the pick.
import { expect, it } from "vitest";
import { language } from "../../messages";
import { row } from "../../testing/rows";
import type { Say } from "../../wire";
import { pickHeadline, pickReasons, rateText } from "./words";

const said = (code: string) => ({ code, text: code, value: null });
const now = { worked: true, refused: false, at: new Date().toISOString() };

it("that it worked here is said once", () => {
  const picked = [said("workedHere"), said("cached")];
  expect(pickReasons(picked, now).map(({ text }) => text)).toEqual(["cached", "Worked here now"]);
  expect(pickReasons(picked, null).map(({ text }) => text)).toEqual(["workedHere", "cached"]);
  expect(pickReasons(picked, { ...now, worked: false }).map(({ text }) => text)).toEqual(["workedHere", "cached"]);
});

it("a bare hash is a torrent, a name without a resolution does not state its quality", () => {
  const bare = { resolution: null, quality: null };
  expect(pickHeadline(row("a", { ...bare, release: "a" }))).toEqual(["Torrent"]);
  expect(pickHeadline(row("a", { ...bare, quality: "HDTV" }))).toEqual(["Quality not stated", "HDTV"]);
  expect(pickHeadline(row("a", { hdr: ["DV"] }))).toEqual(["1080p", "WEB-DL", "DV"]);
});

it("says the bit rate beside the line where both are known, and by itself where not", () => {
  const held = { code: "fitsLine", text: "35 Mb/s of your ≈ 60", value: "35/60" };
  const over = { code: "overLine", text: "70 Mb/s is much for your ≈ 60", value: "70/60" };
  const rate = (...reasons: Say[]) => rateText(row("a", { bitrate: 35_200_000, reasons }), null);
  expect([rate(), rate(held), rate(over)]).toEqual(["≈ 35 Mb/s", held.text, over.text]);
  expect(rate({ code: "fitsLine", text: "fits your line", value: null })).toBe("≈ 35 Mb/s");
  expect(pickReasons([held, over], null)).toEqual([{ text: over.text, against: true }]);
  language.current = "tr";
  expect([rate(held), rate({ ...over, value: "3.4/60" })]).toEqual([
    "35 Mb/s, hattın ≈ 60",
    "3,4 Mb/s, ≈ 60 olan hattına çok",
  ]);
  language.current = "en";
});
