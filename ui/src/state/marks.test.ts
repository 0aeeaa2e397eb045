import { expect, it } from "vitest";
import { marked } from "./marks";

const text = (path: string, marks: Parameters<typeof marked>[1]) => {
  const { folder, name } = marked(path, marks);
  return [...folder, ...name].map((piece) => (piece.kind ? `[${piece.text}]` : piece.text)).join("");
};

it("numbers are marked where they stand, folder and name apart", () => {
  const path = "Show.S01/Show.S01E04.mkv";
  const marks = [
    { start: 14, end: 17, kind: "season" },
    { start: 17, end: 20, kind: "episode" },
    { start: 5, end: 8, kind: "season" },
  ];
  expect(text(path, marks)).toBe("Show.[S01]/Show.[S01][E04].mkv");
  expect(marked(path, marks).name[0]).toEqual({ text: "Show.", kind: null });
});

it("offsets count UTF-16 units", () => {
  expect(text("🎬 04.mkv", [{ start: 3, end: 5, kind: "episode" }])).toBe("🎬 [04].mkv");
});

it("marks that overlap or reach too far neither lose nor repeat a letter", () => {
  const marks = [
    { start: 0, end: 5, kind: "season" },
    { start: 3, end: 90, kind: "episode" },
    { start: 50, end: 60, kind: "year" },
  ];
  expect(text("a/bcdefg", marks).replace(/[[\]]/g, "")).toBe("a/bcdefg");
});
