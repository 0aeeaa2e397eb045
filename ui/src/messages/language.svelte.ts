// The language in use. Imports nothing, for figures and texts both depend on it.
export type Language = "en" | "tr";

export const languages: readonly Language[] = ["en", "tr"];

class Chosen {
  current = $state<Language>("en");
  /** For Intl: British day order in English. */
  locale = $derived(this.current === "tr" ? "tr" : "en-GB");
}

export const language = new Chosen();
