// What addons offer for a row by links of their own, and what can be done with a row for it. Pure.
import type { OfferedLink, ServiceInfo, StreamRow } from "../wire";
import type { Services } from "./services";

/** The links a player opens. */
export const directLinks = (row: StreamRow): OfferedLink[] => row.links.filter((link) => link.kind === "direct");

/** Whether there is anything to play it by: a service for its torrent, or an addon's link. */
export const canPlay = (row: StreamRow, services: Services): boolean =>
  directLinks(row).length > 0 || (services.signedIn && !row.linkOnly);

/** The service that could download what none holds; one that refuses it would not. */
export const fetcherOf = (row: StreamRow, services: Services): ServiceInfo | null =>
  row.cached === "no" && !row.linkOnly
    ? (services.usable.find(({ name }) => !row.services.some((at) => at.service === name && at.before?.refused)) ??
      null)
    : null;

/** What the browser opens, for a row that nothing plays: a page of another site, a video on YouTube. */
export const elsewhere = (row: StreamRow): OfferedLink | null =>
  row.linkOnly && directLinks(row).length === 0 ? (row.links[0] ?? null) : null;

/** The labels of the addons whose links a player opens. */
export const offeredBy = (row: StreamRow): string[] => [...new Set(directLinks(row).map((link) => link.label))];

/** The addon whose link plays at once, where no service holds the torrent. */
export const promisedBy = (row: StreamRow): string | null =>
  row.services.some((one) => one.cached === "yes")
    ? null
    : (directLinks(row).find((link) => link.cached === "yes")?.label ?? null);
