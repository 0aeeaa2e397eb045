// The episode list beside the streams: which season it shows while the open episode changes.
import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, expect, it } from "vitest";
import { ipc } from "../../ipc";
import type { Season, TitleDetails } from "../../wire";
import EpisodeList from "./EpisodeList.svelte";

let open: (season: number | null, episode: number | null) => Promise<void>;

beforeEach(async () => {
  const known = await ipc.titleDetails("series", "tt9100001");
  const cards = known.seasons[0]?.episodes.slice(0, 5) ?? [];
  const season = (number: number, first: number): Season => ({
    number,
    episodes: cards.map((card, at) => ({ ...card, season: number, episode: first + at, also: null })),
  });
  const title: TitleDetails = { ...known, seasons: [season(1, 1), season(2, 1), season(3, 6)] };
  const scroller = document.createElement("div");
  document.body.append(scroller);
  const props = {
    title,
    scroller,
    season: 1,
    episode: 2,
    plays: () => false,
    onchoose: () => {},
    onmark: () => {},
    kept: () => null,
    onkeep: null,
  };
  const list = render(EpisodeList, { target: scroller, props });
  open = (season, episode) => list.rerender({ season, episode });
});

const shown = () => screen.getByTestId("season-select").dataset.value;

it("goes with the open episode into another season", async () => {
  await open(2, 1);
  expect(shown()).toBe("2");
  await open(1, 3);
  expect(shown()).toBe("1");
});

it("keeps the season the person went to until then", async () => {
  await fireEvent.input(screen.getByTestId("episode-jump"), { target: { value: "6" } });
  await fireEvent.submit(screen.getByTestId("episode-jump"));
  expect(shown()).toBe("3");
  await open(1, 3);
  await open(null, null);
  expect(shown()).toBe("3");
  await open(2, 1);
  expect(shown()).toBe("2");
});
