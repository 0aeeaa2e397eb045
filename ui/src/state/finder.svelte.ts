// The search of the settings page: each setting registers its text and is shown while that contains the words typed.
import { SvelteSet } from "svelte/reactivity";
import { plain } from "./plain";

export class Finder {
  query = $state("");
  private entries = new SvelteSet<() => string>();
  private wanted = $derived(plain(this.query).split(/\s+/).filter(Boolean));
  /** Something was typed and no setting contains it. */
  nothing = $derived(this.wanted.length > 0 && ![...this.entries].some((words) => this.matches(words())));

  /** Every word typed is somewhere in the text, accents aside. */
  matches(text: string): boolean {
    const words = plain(text);
    return this.wanted.every((word) => words.includes(word));
  }

  /** Registers a setting until the returned function is called. */
  register(words: () => string): () => void {
    this.entries.add(words);
    return () => void this.entries.delete(words);
  }
}
