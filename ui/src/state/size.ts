// The sizes everything can be drawn at, in percent. Pure.
export const sizes: readonly number[] = [80, 90, 100, 110, 125, 150, 175, 200];

/** One size larger, one smaller, or back to 100 percent. */
export type Step = 1 | -1 | 0;

/** The size a step away; the same one at either end. */
export function sizeAfter(size: number, step: Step): number {
  if (step === 0) return 100;
  const next = step > 0 ? sizes.find((one) => one > size) : sizes.findLast((one) => one < size);
  return next ?? size;
}
