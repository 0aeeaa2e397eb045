// The language in use, by which everything else speaks and counts. No imports: figures and catalogues both stand on it.
export type Language = "en" | "tr";

export const languages: readonly Language[] = ["en", "tr"];

class Chosen {
  current = $state<Language>("en");
  /** For Intl: British day order in English. */
  locale = $derived(this.current === "tr" ? "tr" : "en-GB");
}

export const language = new Chosen();
