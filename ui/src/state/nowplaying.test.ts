// What plays, as the page follows it.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { item, plays } from "../testing/playing";
import type { Played } from "../wire";
import { nothing } from "./nothingplaying";
import { Player } from "./nowplaying.svelte";
import { Toasts } from "./toasts.svelte";

const card = { title: { id: "tt1", kind: "series", name: "Tide Lines" } as never, season: 2, episode: 6 };

describe("the player", () => {
  let player: Player;
  const changed = vi.fn();
  beforeEach(() => {
    vi.restoreAllMocks();
    changed.mockClear();
    player = new Player(new Toasts(), changed);
  });

  it("tells where something plays, and where it ended", () => {
    player.take(plays);
    expect(player.plays({ id: "tt1", season: 2, episode: 5 })).toBe(true);
    expect(player.plays({ id: "tt1", season: 2, episode: 6 })).toBe(false);
    expect(player.at(item.row)).toEqual({ stage: "playing", player: "mpv" });
    player.take({ ...nothing, stage: "over", item, resumeAt: 760 });
    expect(player.at(item.row)).toEqual({ stage: "over", resumeAt: 760 });
    expect(player.at("b".repeat(40))).toBeNull();
  });

  it("says a change once for each episode, release and end, not for every second", () => {
    player.take(plays);
    player.take({ ...plays, position: 3 });
    player.take({ ...plays, item: { ...item, episode: 6 } });
    player.take({ ...plays, item: { ...item, episode: 6, row: "b".repeat(40) } });
    player.take({ ...nothing, stage: "over", item });
    expect(changed).toHaveBeenCalledTimes(4);
  });

  it("shows what was asked for until it plays", async () => {
    let answer: (value: Played) => void = () => {};
    vi.spyOn(ipc, "playTitle").mockReturnValue(new Promise((done) => (answer = done)));
    const done = player.play(card);
    expect(player.shown).toBe(true);
    expect(player.opens({ id: "tt1", season: 2, episode: 6 })).toBe(true);
    answer({ id: "mpv", label: "mpv", leftOut: [] });
    expect(await done).toBe(true);
    expect(player.asked).toBeNull();
  });

  it("leads to the page when nothing plays, but not when the person stopped it", async () => {
    const ask = vi.spyOn(ipc, "playTitle");
    ask.mockRejectedValueOnce({ code: "notFound", message: "Nothing", hint: null, about: null });
    expect(await player.play(card)).toBe(false);
    ask.mockRejectedValueOnce({ code: "cancelled", message: "Stopped", hint: null, about: null });
    expect(await player.play(card)).toBe(true);
  });
});
