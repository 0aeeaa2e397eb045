// Links for tests: of the row `a` unless said.
import type { LinkView } from "../wire";

export function linkView(change: Partial<LinkView> = {}): LinkView {
  return {
    linkId: "1",
    id: "a",
    release: "a",
    service: "Real-Debrid",
    fromAddon: false,
    headers: [],
    notWebReady: false,
    fileName: "a.mkv",
    fileSize: 1,
    host: "example.org",
    score: 1,
    reasons: [],
    media: null,
    line: null,
    expiresAt: null,
    ...change,
  };
}
