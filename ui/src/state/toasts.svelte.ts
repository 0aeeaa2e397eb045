// Short remarks that come and go; the live region in Toasts.svelte reads them out.
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

  drop(id: number) {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
