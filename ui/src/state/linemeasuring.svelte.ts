// Measuring what the line carries, and forgetting it.
import { ipc } from "../ipc";
import { t } from "../messages";
import type { SettingsView } from "../wire";
import type { Loaded } from "./loaded.svelte";
import type { Toasts } from "./toasts.svelte";

export class LineMeasuring {
  busy = $state(false);

  constructor(
    private readonly settings: Loaded<SettingsView>,
    private readonly toasts: Toasts,
  ) {}

  async measure() {
    if (this.busy) return;
    this.busy = true;
    await this.toasts.attempt(async () => {
      const outcome = await ipc.measureLine();
      this.toasts.say(t.line.outcome[outcome], outcome === "measured" ? "good" : undefined);
      await this.settings.load(true);
    });
    this.busy = false;
  }

  async forget() {
    await this.toasts.attempt(async () => void (this.settings.value = await ipc.forgetLine()));
  }
}
