// What a row of the list and the pick show of the work on them.
import type { DownloadItem, Fetch } from "../wire";
import type { LinkState, LinkTry } from "./linkstate";

/** What a row shows of a player: it plays it, or ended with it. */
export type Here = { stage: "playing"; player: string } | { stage: "over"; resumeAt: number | null };

export type RowWork = {
  linkState: LinkState;
  /** Every try for its link, the latest last. */
  tries: LinkTry[];
  /** Its download at a service. */
  fetch: Fetch | null;
  /** Where the question stands whether a service shall download it. */
  asked: "pick" | "row" | null;
  /** It plays, or its player has ended. */
  here: Here | null;
  /** The file of it that is kept on disk or is to be. */
  kept: DownloadItem | null;
};
