// Short remarks that come and go; the live region in Toasts.svelte reads them out.
import { asWireError } from "../ipc";
import { sayError } from "../messages";
import type { WireError } from "../wire";

export type Toast = { id: number; tone: "good" | "plain" | "danger"; text: string; hint: string | null };

const shownFor = { good: 3500, plain: 3500, danger: 8000 };

export class Toasts {
  list = $state.raw<Toast[]>([]);
  private last = 0;

  say(text: string, tone: Toast["tone"] = "plain", hint: string | null = null) {
    this.last += 1;
    const id = this.last;
    this.list = [...this.list.filter((toast) => toast.text !== text).slice(-2), { id, tone, text, hint }];
    setTimeout(() => this.drop(id), shownFor[tone]);
  }

  fail(error: WireError) {
    if (error.code === "cancelled") return;
    const { message, hint } = sayError(error);
    this.say(message, "danger", hint);
  }

  /** Runs something that may fail; a failure is said. */
  async attempt(run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (thrown) {
      this.fail(asWireError(thrown));
      return false;
    }
  }

  drop(id: number) {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
