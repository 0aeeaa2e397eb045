import { expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import type { Query } from "../wire";
import { showAsked } from "./asked";

it("links are opened, and a click on a notice of downloads shows these", () => {
  const asked = vi.spyOn(ipc, "openedLinks").mockResolvedValue();
  const [go, open] = [vi.fn(), vi.fn()];
  showAsked({ go }, open);
  const hear = asked.mock.calls[0]![0];
  const query: Query = { type: "words", text: "tide lines", season: null, episode: null };
  hear({ type: "query", query });
  expect([open.mock.calls, go.mock.calls]).toEqual([[[query]], []]);
  hear({ type: "downloads" });
  expect(go.mock.calls).toEqual([[{ place: "library", tab: "downloads" }]]);
});
