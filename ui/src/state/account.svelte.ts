// Signing in to a service, testing its account and signing out. The token passes through as an argument and is held nowhere here.
import { asWireError, ipc } from "../ipc";
import { sayAccount, sentence } from "../messages";
import type { SettingsView } from "../wire";
import type { Loaded } from "./loaded.svelte";
import type { Toasts } from "./toasts.svelte";

/** Errors after which a token is not worth keeping, and others say nothing about it. */
const refusals: readonly string[] = ["tokenRefused", "badInput"];

export class AccountTest {
  busy = $state(false);
  /** `premium`, `expired`, … from the service, or the error's code. */
  status = $state<string | null>(null);
  text = $state("");
  tone = $state<"" | "good" | "danger">("");
  /** The token could not be tested, which says nothing about it: it may be kept as it is. */
  untested = $state(false);
  private turn = 0;

  constructor(
    private readonly settings: Loaded<SettingsView>,
    private readonly toasts: Toasts,
  ) {}

  clear() {
    this.turn += 1;
    this.busy = false;
    this.untested = false;
    this.say(null, "", "");
  }

  /** Tests the token that is kept. */
  async test(service: string) {
    await this.take(async (turn) => {
      const account = await ipc.testAccount(service);
      if (turn !== this.turn) return;
      const view = this.settings.value;
      if (view) {
        const services = view.services.map((one) => (one.name === service ? { ...one, account } : one));
        this.settings.value = { ...view, services };
      }
      this.say(account.status, sayAccount(account, this.label(service)), account.usable ? "good" : "danger");
    });
  }

  /** Tests a token, or not, and keeps it unless it is refused. Whether it is kept. */
  async signIn(service: string, token: string, untested = false): Promise<boolean> {
    return this.take(async () => void (this.settings.value = await ipc.signIn(service, token, untested)));
  }

  async forget(service: string): Promise<boolean> {
    return this.take(async () => void (this.settings.value = await ipc.forgetToken(service)));
  }

  async openPage(service: string) {
    await this.toasts.attempt(() => ipc.openTokenPage(service));
  }

  /** Runs one thing at a time; whether it went well. An older one that is still under way says nothing any more. */
  private async take(run: (turn: number) => Promise<void>): Promise<boolean> {
    this.clear();
    const { turn } = this;
    this.busy = true;
    try {
      await run(turn);
      return true;
    } catch (thrown) {
      if (turn === this.turn) this.failed(thrown);
      return false;
    } finally {
      if (turn === this.turn) this.busy = false;
    }
  }

  private label(service: string): string {
    return this.settings.value?.services.find((one) => one.name === service)?.label ?? service;
  }

  private failed(thrown: unknown) {
    const error = asWireError(thrown);
    this.untested = !refusals.includes(error.code);
    this.say(error.code, sentence(error), "danger");
  }

  private say(status: string | null, text: string, tone: "" | "good" | "danger") {
    this.status = status;
    this.text = text;
    this.tone = tone;
  }
}
