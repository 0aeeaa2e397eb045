// Why this file of a torrent and not another: its files ranked, and the person's own choice remembered or forgotten.
import { asWireError, ipc } from "../ipc";
import { t } from "../messages";
import type { FileRank, WhyFile, WireError } from "../wire";
import type { Toasts } from "./toasts.svelte";
import { inEpisodeOrder, sharedFolder } from "./whyfiles";

/** The files whose path holds all the words. Pure. */
export function filesWith(files: FileRank[], text: string): FileRank[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return files;
  return files.filter(({ path }) => {
    const low = path.toLowerCase();
    return words.every((word) => low.includes(word));
  });
}

export class Why {
  row = $state<{ searchId: number; id: string; release: string } | null>(null);
  value = $state.raw<WhyFile | null>(null);
  error = $state.raw<WireError | null>(null);
  text = $state("");
  /** The path whose choice is being remembered; empty while one is being forgotten. */
  saving = $state<string | null>(null);
  /** The file whose score is taken apart. */
  chosen = $state<string | null>(null);
  private listed = $derived(inEpisodeOrder(this.value?.files ?? []));
  shown = $derived(filesWith(this.listed, this.text));
  /** The folder all episodes share. */
  shared = $derived(sharedFolder(this.listed));
  private turn = 0;

  constructor(
    private readonly toasts: Toasts,
    /** From now on this file is the row's; null is the app's own choice again. */
    private readonly onChosen: (id: string, path: string | null) => void,
  ) {}

  async open(searchId: number, id: string, release: string) {
    this.row = { searchId, id, release };
    this.text = "";
    this.value = null;
    await this.load();
  }

  async load() {
    if (!this.row) return;
    this.turn += 1;
    const turn = this.turn;
    this.error = null;
    this.chosen = null;
    try {
      const value = await ipc.whyFile(this.row.searchId, this.row.id);
      if (turn === this.turn) this.take(value);
    } catch (thrown) {
      if (turn === this.turn) this.error = asWireError(thrown);
    }
  }

  close() {
    this.turn += 1;
    this.row = null;
  }

  /** Always this file for this torrent; null forgets what was chosen. */
  async correct(path: string | null) {
    if (!this.row || this.saving !== null) return;
    this.saving = path ?? "";
    const { row, turn } = this;
    try {
      const value = await ipc.correctFile(row.searchId, row.id, path);
      this.onChosen(row.id, path);
      if (turn === this.turn) this.take(value);
      this.toasts.say(path === null ? t.why.forgotten : t.why.remembered, "good");
    } catch (thrown) {
      this.toasts.fail(asWireError(thrown));
    } finally {
      this.saving = null;
    }
  }

  private take(value: WhyFile) {
    this.value = value;
    this.chosen = value.files.find((file) => file.picked)?.path ?? value.files[0]?.path ?? null;
  }
}
