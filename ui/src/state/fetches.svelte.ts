// Downloads a service does for the person: started only after a confirmation, and polled while any of them runs.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import type { Fetch } from "../wire";
import type { Toasts } from "./toasts.svelte";

const everyMs = 5000;
const runs = (fetch: Fetch) => fetch.state.type === "queued" || fetch.state.type === "fetching";

export class Fetches {
  list = $state.raw<Fetch[]>([]);
  /** The row whose fetch was asked for once and waits to be confirmed. */
  asked = $state<string | null>(null);
  /** Where the question stands. */
  askedIn = $state<"pick" | "row">("row");
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly toasts: Toasts,
    /** Called when a row's torrent is cached at the service. */
    private readonly onReady: (fetch: Fetch) => void,
  ) {}

  of(id: string): Fetch | null {
    return this.list.find((fetch) => fetch.id === id) ?? null;
  }

  /** The first of two actions: nothing is sent yet. */
  ask(id: string, where: "pick" | "row" = "row") {
    this.asked = id;
    this.askedIn = where;
  }

  dismiss() {
    this.asked = null;
  }

  /** The second action. */
  async confirm(searchId: number, id: string, service: string) {
    if (this.asked !== id) return;
    this.asked = null;
    try {
      this.take(await ipc.startFetch(searchId, id, service));
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
    }
  }

  async cancel(fetchId: string) {
    try {
      await ipc.cancelFetch(fetchId);
      this.list = this.list.filter((fetch) => fetch.fetchId !== fetchId);
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
    }
  }

  /** Asks the shell for all downloads, also those of an earlier run, and reports those that ended. */
  async refresh() {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      const before = this.list;
      const now = await ipc.fetches();
      this.list = now;
      for (const fetch of now) {
        const was = before.find((one) => one.fetchId === fetch.fetchId);
        if (was && runs(was) && !runs(fetch)) this.ended(fetch);
      }
    } catch {
      // The list stays as it was; it is asked for again later.
    }
    this.follow();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private take(fetch: Fetch) {
    this.list = [...this.list.filter((one) => one.fetchId !== fetch.fetchId), fetch];
    if (!runs(fetch)) this.ended(fetch);
    this.follow();
  }

  private follow() {
    if (this.timer === undefined && this.list.some(runs)) this.timer = setTimeout(() => void this.refresh(), everyMs);
  }

  private ended(fetch: Fetch) {
    if (fetch.state.type === "ready") {
      this.toasts.say(t.fetch.ready(fetch.release), "good");
      this.onReady(fetch);
    } else if (fetch.state.type === "failed") this.toasts.fail(fetch.state.error);
  }
}
