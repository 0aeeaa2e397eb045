// The episode list beside the streams: which season it shows while the open episode changes.
import { flushSync, mount, unmount } from "svelte";
import { fireEvent, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ipc } from "../../ipc";
import { app } from "../../state/app.svelte";
import type { Season, TitleDetails } from "../../wire";
import EpisodeList from "./EpisodeList.svelte";

const id = "tt9100001";
let list: Record<string, unknown>;

/** As the title's place does it: what is open comes from the route. */
beforeEach(async () => {
  const known = await ipc.titleDetails("series", id);
  const cards = known.seasons[0]?.episodes.slice(0, 5) ?? [];
  const season = (number: number, first: number): Season => ({
    number,
    episodes: cards.map((card, at) => ({ ...card, season: number, episode: first + at, also: null })),
  });
  const title: TitleDetails = { ...known, seasons: [season(1, 1), season(2, 1), season(3, 6)] };
  open(1, 2);
  const scroller = document.createElement("div");
  document.body.append(scroller);
  const at = () => (app.router.route.place === "title" ? app.router.route : null);
  list = mount(EpisodeList, {
    target: scroller,
    props: {
      title,
      scroller,
      get season() {
        return at()?.season ?? null;
      },
      get episode() {
        return at()?.episode ?? null;
      },
      onchoose: () => {},
    },
  });
  flushSync();
});
afterEach(() => unmount(list));

function open(season: number | null, episode: number | null) {
  app.router.go({ place: "title", kind: "series", id, season, episode }, "replace");
  flushSync();
}
const shown = () => screen.getByTestId("season-select").dataset.value;

it("goes with the open episode into another season", () => {
  open(2, 1);
  expect(shown()).toBe("2");
  open(1, 3);
  expect(shown()).toBe("1");
});

it("keeps the season the person went to until then", async () => {
  await fireEvent.input(screen.getByTestId("episode-jump"), { target: { value: "6" } });
  await fireEvent.submit(screen.getByTestId("episode-jump"));
  expect(shown()).toBe("3");
  open(1, 3);
  open(null, null);
  expect(shown()).toBe("3");
  open(2, 1);
  expect(shown()).toBe("2");
});
