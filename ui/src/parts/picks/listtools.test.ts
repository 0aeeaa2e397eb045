// Above the list: tiers that keep their places, and what is hidden, lifted reason by reason.
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ipc } from "../../ipc";
import { Picks } from "../../state/picks.svelte";
import { Toasts } from "../../state/toasts.svelte";
import { row } from "../../testing/rows";
import type { StreamEvent, StreamRow } from "../../wire";
import ListTools from "./ListTools.svelte";

let picks: Picks;
let arrive: (rows: StreamRow[]) => void;

beforeEach(() => {
  vi.spyOn(ipc, "stopStreams").mockResolvedValue();
  vi.spyOn(ipc, "fetches").mockResolvedValue([]);
  vi.spyOn(ipc, "findStreams").mockImplementation((_, listen: (event: StreamEvent) => void) => {
    arrive = (rows) => listen({ type: "rowsArrived", rows });
    return new Promise(() => {});
  });
  picks = new Picks(
    new Toasts(),
    () => {},
    () => [],
  );
  picks.open({ type: "title", kind: "movie", id: "tt1", season: null, episode: null });
});
afterEach(() => {
  picks.close();
  vi.restoreAllMocks();
});

const tools = () => render(ListTools, { filter: picks.filter, order: picks.order, chips: [], waiting: false });
const tiers = () => screen.getAllByTestId("tier");
const open = () => tiers().flatMap((one) => (one.getAttribute("aria-disabled") === "true" ? [] : [one.dataset.tier]));

it("every tier has its place from the start, and cannot be pressed while it is empty", async () => {
  tools();
  const places = tiers().map((one) => one.dataset.tier);
  expect(places).toEqual(["all", "4k-hdr", "4k", "1080p", "720p", "sd", "unmarked"]);
  arrive([row("a")]);
  await waitFor(() => expect(open()).toEqual(["all", "1080p"]));
  for (const one of tiers().filter((one) => one.getAttribute("aria-disabled") === "true")) await fireEvent.click(one);
  expect(picks.filter.values.tier).toBe(null);
  arrive([row("b", { resolution: "2160p" })]);
  await waitFor(() => expect(open()).toEqual(["all", "4k", "1080p"]));
  expect(tiers().map((one) => one.dataset.tier)).toEqual(places);
});

it("a tier that was chosen can be left, also when nothing is in it any more", async () => {
  picks.filter.set({ tier: "4k" });
  tools();
  expect(open()).toEqual(["all", "4k"]);
  await fireEvent.click(tiers()[2] as HTMLElement);
  expect(picks.filter.values.tier).toBe(null);
});

it("shows what one reason hides and leaves the others as they are", async () => {
  const large = { code: "tooLarge", text: "too large", value: null };
  const camera = { code: "cinemaRecording", text: "cinema recording", value: null };
  arrive([row("a"), row("b", { hidden: large }), row("c", { hidden: large }), row("d", { hidden: camera })]);
  tools();
  await fireEvent.click(await waitFor(() => screen.getByTestId("hidden-rows")));
  await fireEvent.click(await waitFor(() => screen.getByLabelText("Show: too large")));
  expect(picks.filter.shown.map((one) => one.id).sort()).toEqual(["a", "b", "c"]);
  expect(picks.filter.hidden.reasons).toEqual([{ by: "preference", say: camera, count: 1 }]);
});
