// Events taken in together: the first at once, the later ones once a breath, however fast they come. Drawing costs about
// the same for one row as for hundreds.
const breathMs = 60;

export class Breaths<T> {
  private queue: T[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = -Infinity;

  constructor(private readonly take: (events: T[]) => void) {}

  add(event: T) {
    this.queue.push(event);
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.last + breathMs - performance.now()));
  }

  /** What waits, now. */
  flush() {
    const events = this.queue;
    this.drop();
    this.last = performance.now();
    this.take(events);
  }

  /** What waits belongs to nobody any more. */
  drop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.queue = [];
  }
}
