// The system's colour scheme: dark or light.
import type { Theme } from "../wire";

export class Scheme {
  private systemDark = $state(true);

  /** Follows the system until the window closes. */
  follow() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    this.systemDark = dark.matches;
    dark.addEventListener("change", (event) => (this.systemDark = event.matches));
  }

  isDark(theme: Theme): boolean {
    return theme === "system" ? this.systemDark : theme === "dark";
  }
}
