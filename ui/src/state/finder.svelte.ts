// Finding a setting by its words: every setting tells its words, and shows only while they hold what was typed.
import { SvelteSet } from "svelte/reactivity";

const plain = (text: string) => text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

export class Finder {
  query = $state("");
  private entries = new SvelteSet<() => string>();
  private wanted = $derived(plain(this.query).split(/\s+/).filter(Boolean));
  /** Something was typed and no setting has it. */
  nothing = $derived(this.wanted.length > 0 && ![...this.entries].some((words) => this.matches(words())));

  /** Every word typed is somewhere in the text, accents aside. */
  matches(text: string): boolean {
    const words = plain(text);
    return this.wanted.every((word) => words.includes(word));
  }

  /** Counts a setting until the returned function is called. */
  register(words: () => string): () => void {
    this.entries.add(words);
    return () => void this.entries.delete(words);
  }
}
