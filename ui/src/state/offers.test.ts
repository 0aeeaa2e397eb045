import { describe, expect, it } from "vitest";
import { row } from "../testing/rows";
import { settingsView } from "../testing/settings";
import type { OfferedLink } from "../wire";
import { canPlay, elsewhere, fetcherOf, offeredBy, promisedBy } from "./offers";
import { servicesOf } from "./services";

const link = (change: Partial<OfferedLink> = {}): OfferedLink => ({
  source: "own-1",
  label: "Meadow",
  kind: "direct",
  cached: "yes",
  ...change,
});
const signedIn = servicesOf(settingsView({ signedIn: true }));
const signedOut = servicesOf(settingsView({ signedIn: false }));

describe("what addons offer for a row", () => {
  it("plays by a link without an account, and by a service only what is a torrent", () => {
    const table: [change: Parameters<typeof row>[1], inn: boolean, out: boolean][] = [
      [{}, true, false],
      [{ links: [link()] }, true, true],
      [{ links: [link()], linkOnly: true }, true, true],
      [{ links: [link({ kind: "external" })], linkOnly: true }, false, false],
      [{ links: [link({ kind: "youTube" })] }, true, false],
    ];
    for (const [change, inn, out] of table) {
      expect([canPlay(row("a", change), signedIn), canPlay(row("a", change), signedOut)]).toEqual([inn, out]);
    }
  });

  it("is fetched only where there is a torrent that none holds, by a service that does not refuse it", () => {
    const fetcher = (change: Parameters<typeof row>[1], services = signedIn) =>
      fetcherOf(row("a", change), services)?.name ?? null;
    const before = (refused: boolean) => ({ worked: false, refused, at: "2026-01-01T00:00:00Z" });
    const said = (refused: boolean) => [
      { service: "realdebrid", cached: "no" as const, inCloud: false, before: before(refused) },
    ];
    expect(fetcher({ cached: "no" })).toBe("realdebrid");
    expect(fetcher({ cached: "unknown" })).toBe(null);
    expect(fetcher({ cached: "no", services: said(false) })).toBe("realdebrid");
    expect(fetcher({ cached: "no", services: said(true) })).toBe(null);
    expect(fetcher({ cached: "no", linkOnly: true, links: [link({ cached: "no" })] })).toBe(null);
    expect(fetcher({ cached: "no" }, signedOut)).toBe(null);
  });

  it("opens in the browser what nothing plays", () => {
    const page = link({ kind: "external" });
    expect(elsewhere(row("a", { links: [page], linkOnly: true }))).toEqual(page);
    expect(elsewhere(row("a", { links: [page, link()], linkOnly: true }))).toBeNull();
    expect(elsewhere(row("a", { links: [page] }))).toBeNull();
  });

  it("is of each addon once, and promised by one only where no service holds it", () => {
    const several = [link(), link({ cached: "unknown" }), link({ source: "own-2", label: "Orchard", cached: "no" })];
    const one = row("a", { links: several });
    expect(offeredBy(one)).toEqual(["Meadow", "Orchard"]);
    expect(promisedBy(one)).toBe("Meadow");
    const held = [{ service: "realdebrid", cached: "yes" as const, inCloud: false, before: null }];
    expect(promisedBy({ ...one, services: held })).toBeNull();
  });
});
