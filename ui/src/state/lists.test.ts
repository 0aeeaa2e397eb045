import { describe, expect, it } from "vitest";
import { largestTorrentFile } from "../wire";
import { dropped } from "./dropped";
import { Finder } from "./finder.svelte";
import { moved, toggled } from "./lists";

describe("an order", () => {
  it.each([
    [0, 1, ["b", "a", "c"]],
    [2, -1, ["a", "c", "b"]],
    [0, 2, ["b", "c", "a"]],
  ])("moves the one at %i by %i", (from, by, wanted) => {
    expect(moved(["a", "b", "c"], from, by)).toEqual(wanted);
  });

  it.each([
    [0, -1],
    [2, 1],
    [-1, 1],
  ])("stays the same list when %i by %i leads out of it", (from, by) => {
    const list = ["a", "b", "c"];
    expect(moved(list, from, by)).toBe(list);
  });

  it("takes a value in and out", () => {
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  });
});

describe("what is dropped", () => {
  const transfer = (files: File[], texts: Record<string, string> = {}) => ({
    files,
    getData: (type: string) => texts[type] ?? "",
  });
  const file = (name: string, size: number) => Object.defineProperty(new File([], name), "size", { value: size });

  it.each([
    ["film.torrent", 20_000, "file"],
    ["FILM.TORRENT", largestTorrentFile, "file"],
    ["film.torrent", largestTorrentFile + 1, "tooLarge"],
    ["film.mkv", 20_000, "unknown"],
  ])("%s of %i bytes is %s", (name, size, type) => {
    expect(dropped(transfer([file(name, size)])).type).toBe(type);
  });

  it("reads a link, its first line only, and nothing endless", () => {
    expect(dropped(transfer([], { "text/uri-list": "magnet:?xt=1\nmore" }))).toEqual({
      type: "text",
      text: "magnet:?xt=1",
    });
    expect(dropped(transfer([], { "text/plain": " tt1727587 " }))).toEqual({ type: "text", text: "tt1727587" });
    expect(dropped(transfer([], { "text/plain": "x".repeat(9999) }))).toMatchObject({ text: "x".repeat(4096) });
    expect(dropped(transfer([])).type).toBe("unknown");
    expect(dropped(null).type).toBe("unknown");
  });
});

describe("finding a setting", () => {
  it("takes every word, in any order and without accents", () => {
    const finder = new Finder();
    finder.query = "dil gorunum";
    expect(finder.matches("Görünüm Dil")).toBe(true);
    expect(finder.matches("Dil")).toBe(false);
  });

  it("knows when no setting has the words, and forgets settings that are gone", () => {
    const finder = new Finder();
    const gone = finder.register(() => "Theme");
    finder.register(() => "Language");
    finder.query = "theme";
    expect(finder.nothing).toBe(false);
    gone();
    expect(finder.nothing).toBe(true);
    finder.query = "";
    expect(finder.nothing).toBe(false);
  });
});
