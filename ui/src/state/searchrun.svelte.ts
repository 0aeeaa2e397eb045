// A search that runs in the shell: its events are taken in, and what an older one still delivers is dropped.
import { asWireError, ipc } from "../ipc";
import type { Fetch, StreamEvent, Verdict } from "../wire";
import { Batches } from "./batches";
import { asking, ended, fetched, foldAll, learnt, rechecking } from "./searchresult";
import { nothingYet, type SearchResult } from "./searchstate";
import type { Toasts } from "./toasts.svelte";

type Listen = (event: StreamEvent) => void;

/** How long the channel's last message may come after the command has resolved. */
const lastMessageMs = 500;

export class SearchRun {
  result = $state.raw<SearchResult>(nothingYet);
  /** The cache is being checked again. */
  rechecking = $state(false);
  /** Tells one run from the next. */
  private turn = 0;
  private batches = new Batches<StreamEvent>((events) => this.take(events));

  constructor(
    private readonly toasts: Toasts,
    /** Called after the rows, or what is best of them, may have changed. */
    private readonly onChange: (before: SearchResult, now: SearchResult) => void,
  ) {}

  /** Runs a command that searches; an older one is not listened to any more. */
  async start(command: (listen: Listen) => Promise<void>) {
    this.turn += 1;
    const { turn } = this;
    this.batches.drop();
    let error = null;
    try {
      await command((event) => turn === this.turn && this.batches.add(event));
    } catch (thrown) {
      error = asWireError(thrown);
    }
    if (turn !== this.turn) return;
    this.batches.flush();
    if (error) this.result = ended(this.result, error.code === "cancelled" ? null : error);
    else if (!this.result.complete) setTimeout(() => turn === this.turn && this.finish(), lastMessageMs);
  }

  /** Asks the services again about what is still unknown; no source is asked. */
  async recheck() {
    const { searchId } = this.result;
    if (searchId === null || this.rechecking) return;
    this.rechecking = true;
    this.result = rechecking(this.result);
    const { turn } = this;
    try {
      await ipc.recheck(searchId, (event) => turn === this.turn && this.batches.add(event));
    } catch (thrown) {
      if (turn === this.turn) this.toasts.fail(asWireError(thrown));
    } finally {
      this.rechecking = false;
    }
    if (turn === this.turn) this.batches.flush();
  }

  /** Stops listening, and the shell's work where it is not done. */
  stop() {
    this.turn += 1;
    if (!this.result.complete) void ipc.stopStreams().catch(() => {});
  }

  clear() {
    this.result = nothingYet;
  }

  /** These sources are about to be asked again, or all of them; what was found stays. */
  asking(sources: string[] | null) {
    this.result = asking(this.result, sources);
  }

  /** A service has downloaded a row's torrent. */
  fetched(fetch: Fetch) {
    this.become(fetched(this.result, fetch));
  }

  /** An attempt at a link came to this. */
  learnt(verdict: Verdict) {
    this.become(learnt(this.result, verdict));
  }

  /** The promise may overtake the channel's last message; when none comes, the search is over all the same. */
  private finish() {
    this.batches.flush();
    if (!this.result.complete) this.result = ended(this.result, null);
  }

  private take(events: StreamEvent[]) {
    this.become(foldAll(this.result, events));
  }

  private become(result: SearchResult) {
    const before = this.result;
    this.result = result;
    this.onChange(before, result);
  }
}
