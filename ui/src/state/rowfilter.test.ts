// Filters of one search: what they hide, what brings it back, and what of them outlives the search.
import { afterEach, expect, it } from "vitest";
import { row, rowMap } from "../testing/rows";
import { RowFilter } from "./rowfilter.svelte";

const large = { code: "tooLarge", text: "too large", value: null };
const camera = { code: "cinemaRecording", text: "cinema recording", value: null };
const rows = rowMap(
  row("plain", { cached: "yes" }),
  row("large", { cached: "yes", hidden: large }),
  row("camera", { cached: "yes", hidden: camera }),
  row("uncached", { cached: "no" }),
  row("4k", { cached: "yes", resolution: "2160p" }),
);
const filter = () =>
  new RowFilter(
    () => rows,
    () => [...rows.values()],
  );
const shown = (one: RowFilter) => one.shown.map(({ id }) => id);

afterEach(() => localStorage.clear());

it("lifts one reason and leaves the others as they are", () => {
  const one = filter();
  one.set({ cachedOnly: true, tier: "1080p", text: "-plain" });
  for (const reason of one.hidden.reasons) one.lift(reason);
  expect(one.values).toMatchObject({ cachedOnly: false, tier: null, lifted: ["tooLarge/", "cinemaRecording/"] });
  const two = filter();
  two.lift({ by: "preference", say: large, count: 1 });
  expect(shown(two)).toEqual(["plain", "large", "uncached", "4k"]);
  two.set({ text: "-uncached" });
  const [, term] = two.hidden.reasons;
  expect(term).toMatchObject({ by: "term", raw: "-uncached", count: 1 });
  if (term) two.lift(term);
  expect(two.values.text).toBe("");
});

it("cleared shows everything, what the preferences hide as well", () => {
  const one = filter();
  one.set({ tier: "4k", text: "nothing-like-this" });
  expect(shown(one)).toEqual([]);
  one.clear();
  expect(one.hidden.total).toBe(0);
});

it("keeps the habit of cached only for the next title and the next start, and nothing else", () => {
  const one = filter();
  one.set({ cachedOnly: true, tier: "4k", text: "remux" });
  one.reset();
  expect(one.values).toMatchObject({ cachedOnly: true, tier: null, text: "" });
  expect(filter().values.cachedOnly).toBe(true);
});
