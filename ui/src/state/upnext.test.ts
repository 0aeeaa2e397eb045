// The episode a series page offers.
import { expect, it } from "vitest";
import type { ContinueItem, TitleDetails } from "../wire";
import { upNext } from "./upnext";

const card = (season: number, episode: number, watched: boolean, out = true) => ({ season, episode, watched, out });
const title = (...cards: ReturnType<typeof card>[]) =>
  ({
    id: "tt1",
    seasons: [0, 1, 2].map((number) => ({ number, episodes: cards.filter((one) => one.season === number) })),
  }) as unknown as TitleDetails;
const underWay = [{ title: { id: "tt1" }, season: 2, episode: 6 }] as unknown as ContinueItem[];

it("is what Home goes on with, else the first that is out and not watched", () => {
  const some = title(card(0, 1, false), card(1, 1, true), card(1, 2, false), card(2, 1, false, false));
  expect(upNext(some, underWay)).toEqual({ season: 2, episode: 6, begun: true });
  expect(upNext(some, [])).toEqual({ season: 1, episode: 2, begun: true });
  expect(upNext(title(card(1, 1, false)), null)).toEqual({ season: 1, episode: 1, begun: false });
});

it("is none where all that is out was watched, and none of a series without a list", () => {
  expect(upNext(title(card(1, 1, true), card(1, 2, false, false)), null)).toBeNull();
  expect(upNext(title(), null)).toBeNull();
});
