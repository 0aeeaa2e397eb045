// What is said of the pick.
import { expect, it } from "vitest";
import { row } from "../../testing/rows";
import { pickHeadline, pickReasons } from "./words";

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
