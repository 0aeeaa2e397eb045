// The season, episode and absolute numbers a search uses: the catalogue's, or those the person typed instead.
import { asWireError, ipc } from "../ipc";
import type { Numbering, NumberingChange, StreamsRequest, WireError } from "../wire";

export type Field = keyof NumberingChange;
export const fields: Field[] = ["season", "episode", "absolute", "kitsuEpisode"];

const same = (a: NumberingChange, b: NumberingChange) => fields.every((field) => a[field] === b[field]);

/** `S23E15`, `1170`: the numberings in short, those that are known. Pure. */
export function short(numbers: NumberingChange): {
  place: string | null;
  absolute: number | null;
  kitsu: number | null;
} {
  const { season, episode, absolute, kitsuEpisode } = numbers;
  const place = episode === null ? null : season === null ? `E${episode}` : `S${season}E${episode}`;
  return { place, absolute, kitsu: kitsuEpisode };
}

/** Whether there is another numbering than season and episode. Pure. */
export function differs(numbers: NumberingChange): boolean {
  const { absolute, kitsu } = short(numbers);
  return absolute !== null || kitsu !== null;
}

export class Numbers {
  /** The catalogue's numbers. */
  value = $state.raw<Numbering | null>(null);
  error = $state.raw<WireError | null>(null);
  /** As typed; null while nothing was changed. */
  draft = $state.raw<NumberingChange | null>(null);
  /** What the running search was asked with; null when with the catalogue's. */
  used = $state.raw<NumberingChange | null>(null);
  /** What each source would be asked with, for the draft or for the search. */
  asked = $state.raw<Numbering["asked"]>([]);
  private request: StreamsRequest | null = null;
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  shown = $derived(this.draft ?? this.used ?? this.value?.numbers ?? null);
  changed = $derived(this.draft !== null && !same(this.draft, this.used ?? this.value?.numbers ?? this.draft));

  async open(request: StreamsRequest) {
    this.request = request;
    this.value = null;
    this.error = null;
    this.draft = null;
    this.used = null;
    this.asked = [];
    const answer = await this.ask(null);
    if (answer) this.value = answer;
  }

  close() {
    this.turn += 1;
    clearTimeout(this.timer);
    this.request = null;
    this.value = null;
    this.used = null;
    this.draft = null;
  }

  /** Typed text: an empty field leaves that numbering out. */
  edit(field: Field, text: string) {
    const base = this.shown;
    if (!base) return;
    const figure = /^\d{1,5}$/.test(text.trim()) ? Number(text) : null;
    this.draft = { ...base, [field]: figure };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(this.draft), 250);
  }

  /** What to search with from now on; null is the catalogue's own. */
  take(): NumberingChange | null {
    this.used = this.draft && this.value && !same(this.draft, this.value.numbers) ? this.draft : null;
    this.draft = null;
    void this.ask(this.used);
    return this.used;
  }

  cancel() {
    if (this.draft === null) return;
    this.draft = null;
    void this.ask(this.used);
  }

  reset() {
    this.draft = null;
    this.used = null;
    void this.ask(null);
  }

  private async ask(numbering: NumberingChange | null): Promise<Numbering | null> {
    clearTimeout(this.timer);
    if (!this.request) return null;
    this.turn += 1;
    const turn = this.turn;
    try {
      const answer = await ipc.numbering({ ...this.request, numbering });
      if (turn !== this.turn) return null;
      this.asked = answer.asked;
      this.error = null;
      return answer;
    } catch (thrown) {
      if (turn === this.turn) this.error = asWireError(thrown);
      return null;
    }
  }
}
