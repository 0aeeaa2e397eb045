// Settings for tests: one service, one player, everything well.
import type { SettingsView } from "../wire";

export function settingsView({ signedIn = false } = {}): SettingsView {
  return {
    service: "realdebrid",
    services: [
      { name: "realdebrid", label: "Real-Debrid", unavailable: null, tokenPage: "https://example.org", signedIn },
    ],
    players: [{ id: "mpv", label: "mpv", found: true }],
    player: "auto",
    theme: "system",
    sources: [],
    welcomed: false,
    keyring: { type: "ready" },
    dataFolder: "~/.local/share/perihelion",
  };
}
