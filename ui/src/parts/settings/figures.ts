// Figures in fields, in a unit people use.

export const shownFigure = (value: number | null, scale: number) =>
  value === null ? "" : String(Math.round((value / scale) * 100) / 100);

/** Null where nothing is typed; undefined is not a number. */
export function readFigure(text: string, scale: number): number | null | undefined {
  const words = text.trim().replace(",", ".");
  if (words === "") return null;
  const value = Number(words);
  return Number.isFinite(value) && value >= 0 ? Math.round(value * scale) : undefined;
}
