// What the system asks the page to show: links it hands over, and what a notice was about.
import { ipc } from "../ipc";
import type { Query } from "../wire";
import type { Router } from "./router.svelte";

/** Runs until the window closes; without a handler for links it fails, which changes nothing. */
export function showAsked(router: Pick<Router, "go">, open: (query: Query) => void) {
  const asked = ipc.openedLinks((asked) => {
    if (asked.type === "query") open(asked.query);
    else router.go({ place: "library", tab: "downloads" });
  });
  void asked.catch(() => {});
}
