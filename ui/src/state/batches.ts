// Events taken in together: the first at once, the later ones every 60 ms however fast they come. Drawing costs about the
// same for one row as for hundreds.
const everyMs = 60;

export class Batches<T> {
  private queue: T[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = -Infinity;

  constructor(private readonly take: (events: T[]) => void) {}

  add(event: T) {
    this.queue.push(event);
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.last + everyMs - performance.now()));
  }

  /** Takes in what waits now. */
  flush() {
    const events = this.queue;
    this.drop();
    this.last = performance.now();
    this.take(events);
  }

  /** Forgets what waits: it belongs to a search nobody listens to any more. */
  drop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.queue = [];
  }
}
