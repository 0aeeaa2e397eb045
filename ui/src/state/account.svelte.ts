// Testing, saving and forgetting a token. The token passes through as an argument and is held nowhere here.
import { asWireError, ipc } from "../ipc";
import { sayAccount, sentence } from "../messages";
import type { SettingsView } from "../wire";
import type { Loaded } from "./loaded.svelte";
import type { Toasts } from "./toasts.svelte";

export class AccountTest {
  busy = $state(false);
  /** `premium`, `expired`, … from the service, or the error's code. */
  status = $state<string | null>(null);
  text = $state("");
  tone = $state<"" | "good" | "danger">("");
  private turn = 0;

  constructor(
    private readonly settings: Loaded<SettingsView>,
    private readonly toasts: Toasts,
  ) {}

  clear() {
    this.turn += 1;
    this.busy = false;
    this.say(null, "", "");
  }

  /** Null tests the token that is kept. */
  async test(service: string, token: string | null) {
    const turn = this.begin("testing");
    try {
      const account = await ipc.testAccount(service, token);
      if (turn === this.turn)
        this.say(account.status, sayAccount(account, this.label(service)), account.usable ? "good" : "danger");
    } catch (thrown) {
      if (turn === this.turn) this.failed(thrown);
    } finally {
      if (turn === this.turn) this.busy = false;
    }
  }

  async save(service: string, token: string): Promise<boolean> {
    return this.change(() => ipc.saveToken(service, token));
  }

  async forget(service: string): Promise<boolean> {
    return this.change(() => ipc.forgetToken(service));
  }

  async openPage(service: string) {
    await this.toasts.attempt(() => ipc.openTokenPage(service));
  }

  private async change(run: () => ReturnType<typeof ipc.settings>): Promise<boolean> {
    this.begin(null);
    try {
      this.settings.value = await run();
      return true;
    } catch (thrown) {
      this.failed(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  private label(service: string): string {
    return this.settings.value?.services.find((one) => one.name === service)?.label ?? service;
  }

  private begin(status: string | null): number {
    this.turn += 1;
    this.busy = true;
    this.say(status, "", "");
    return this.turn;
  }

  private failed(thrown: unknown) {
    const error = asWireError(thrown);
    this.say(error.code, sentence(error), "danger");
  }

  private say(status: string | null, text: string, tone: "" | "good" | "danger") {
    this.status = status;
    this.text = text;
    this.tone = tone;
  }
}
