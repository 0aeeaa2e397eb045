// New versions of the app: what the shell found, the question, the download. The shell decides when it is time to look.
import { ipc } from "../ipc";
import { t } from "../messages";
import type { UpdateProgress, UpdatesView } from "../wire";
import type { Toasts } from "./toasts.svelte";

/** By then a page that does not fall over has painted. */
const PAINTED_MS = 1000;
/** What the window does at its start comes first. */
const FIRST_LOOK_MS = 3000;
/** A window that stays open for days looks too. The shell answers at once while it is not time. */
const LOOK_EVERY_MS = 3_600_000;

export class Updates {
  view = $state.raw<UpdatesView | null>(null);
  /** How much of the update has come; null while none is fetched. */
  progress = $state.raw<UpdateProgress | null>(null);
  /** Somebody asked and waits for the answer. */
  looking = $state(false);
  /** The dialog is open. */
  open = $state(false);
  /** The remark in the corner was put away for this run. */
  private quiet = $state(false);

  constructor(private readonly toasts: Toasts) {}

  state = $derived(this.view?.state ?? null);
  /** What the remark in the corner is about. */
  remark = $derived.by(() => {
    if (this.open || this.progress) return null;
    const { state } = this;
    if (state?.type === "ready") return this.quiet ? null : state;
    return state?.type === "offered" ? state : null;
  });

  /** Called once, when the window opens. */
  start() {
    setTimeout(() => void ipc.painted().catch(() => {}), PAINTED_MS);
    void this.readQuietly(() => ipc.updateState());
    setTimeout(() => void this.lookQuietly(), FIRST_LOOK_MS);
    setInterval(() => void this.lookQuietly(), LOOK_EVERY_MS);
  }

  /** Looks because somebody asked; what comes of it is said. */
  async look() {
    this.looking = true;
    await this.toasts.attempt(async () => {
      const view = await ipc.lookForUpdate(true);
      this.view = view;
      if (view.state.type === "current" && !view.off) this.toasts.say(t.updates.none, "good");
      if (view.state.type === "offered") this.open = true;
    });
    this.looking = false;
  }

  private async lookQuietly() {
    if (!this.isBusy() && this.state?.type !== "ready") await this.readQuietly(() => ipc.lookForUpdate(false));
  }

  /** Somebody looks at how things stand, or waits for it. */
  private isBusy() {
    return this.open || this.looking || this.progress !== null;
  }

  /** Nobody asked, so nothing is said when it fails, and nothing changes under somebody's eyes. */
  private async readQuietly(ask: () => Promise<UpdatesView>) {
    try {
      const view = await ask();
      if (!this.isBusy()) this.view = view;
    } catch {
      // The next look may do better.
    }
  }

  async download() {
    this.progress = { bytes: 0, of: null };
    await this.toasts.attempt(
      async () => void (this.view = await ipc.downloadUpdate((progress) => (this.progress &&= progress))),
    );
    this.progress = null;
  }

  /** Ends the download; the version stays offered. */
  stop() {
    void this.toasts.attempt(ipc.stopUpdate);
  }

  /** Not now, or never this version. */
  async putOff(never: boolean) {
    this.open = false;
    await this.toasts.attempt(async () => {
      await ipc.putOffUpdate(never);
      this.view = await ipc.updateState();
    });
  }

  /** Closes the dialog; the restart can wait. */
  later() {
    this.open = false;
    this.quiet = true;
  }

  /** Closes the dialog after a failure and goes back to what is offered. */
  async close() {
    this.open = false;
    if (this.state?.type === "failed") await this.readQuietly(() => ipc.updateState());
  }

  finish() {
    void this.toasts.attempt(ipc.finishUpdate);
  }

  openDownloads() {
    void this.toasts.attempt(ipc.openDownloads);
  }
}
