// The sizes everything can be drawn at, in percent, and the steps between them.
export const sizes: readonly number[] = [80, 90, 100, 110, 125, 150, 175, 200];

/** One size larger, one smaller, or back to 100 percent. */
export type Step = 1 | -1 | 0;

/** The size a step away; the same one at either end. Pure. */
export function sizeAfter(size: number, step: Step): number {
  if (step === 0) return 100;
  const next = step > 0 ? sizes.find((one) => one > size) : sizes.findLast((one) => one < size);
  return next ?? size;
}

/** Goes from size to size. Steps that are quicker than the window are all counted, and it is drawn anew once for them. */
export class Sizing {
  /** Where the steps lead while a size is being set. */
  private wanted: number | null = null;

  constructor(
    private readonly current: () => number | null,
    private readonly set: (percent: number) => Promise<boolean>,
  ) {}

  async step(step: Step): Promise<void> {
    const from = this.wanted ?? this.current();
    if (from === null) return;
    const waiting = this.wanted !== null;
    this.wanted = sizeAfter(from, step);
    if (waiting) return;
    try {
      for (let to = this.wanted; to !== this.current(); to = this.wanted) if (!(await this.set(to))) return;
    } finally {
      this.wanted = null;
    }
  }
}
