// The bar of what plays: its controls do what they say, and say why when they cannot.
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { nothing } from "../../state/nothingplaying";
import { item, plays as playing } from "../../testing/playing";
import type { MovedTimes, NowPlaying } from "../../wire";
import PlayingBar from "./PlayingBar.svelte";

const able = {
  pause: true,
  seek: true,
  volume: true,
  audio: true,
  subtitles: true,
  outside: true,
  switch: true,
  stop: true,
};
const next = { season: 2, episode: 6, name: "Undertow", ready: true };
const plays: NowPlaying = { ...playing, position: 760, length: 2530, volume: 80, can: able, next };

const another = vi.fn();
function bar(now: NowPlaying) {
  const control = vi.fn();
  render(PlayingBar, { now, asked: null, control, onanother: another, onopen: () => {} });
  return control;
}

it("controls the player", async () => {
  const control = bar(plays);
  screen.getByRole("button", { name: "Pause" }).click();
  screen.getByTestId("playing-next").click();
  screen.getByTestId("playing-stop").click();
  const seek = screen.getByRole<HTMLInputElement>("slider", { name: "Position" });
  expect(seek.getAttribute("aria-valuetext")).toBe("12:40 of 42:10");
  seek.value = "900";
  seek.dispatchEvent(new Event("change", { bubbles: true }));
  expect(control.mock.calls.map(([one]) => one)).toEqual([
    { type: "pause", paused: true },
    { type: "next" },
    { type: "stop" },
    { type: "seek", to: 900 },
  ]);
});

it("says what a player cannot do instead of doing nothing silently", () => {
  const control = bar({ ...plays, player: { id: "vlc", label: "VLC", leftOut: [] }, can: { ...able, audio: false } });
  const audio = screen.getByTestId("playing-audio");
  expect(audio.title).toContain("VLC does not let other programs do this");
  expect(audio.getAttribute("aria-disabled")).toBe("true");
  audio.click();
  expect(control).not.toHaveBeenCalled();
});

it("offers subtitles that are not in the file, and says how well each fits", async () => {
  const one = { forced: false, hearingImpaired: false, machineMade: false, coming: false, failed: false };
  const outside = [
    { ...one, number: 0, language: "tr", from: "Meadow Lines", fit: "sameFile" as const },
    { ...one, number: 3, language: "de", from: "Film.de.srt", fit: "otherCut" as const, failed: true },
  ];
  const control = bar({ ...plays, subtitles: [], outside });
  await fireEvent.keyDown(screen.getByTestId("playing-subtitles"), { key: "Enter" });
  const [turkish, german] = screen.getAllByTestId("playing-outside-option");
  expect(turkish?.textContent).toContain("for this very file");
  expect(german?.textContent).toContain("could not be fetched");
  await fireEvent.keyDown(german!, { key: "Enter" });
  expect(control).toHaveBeenCalledWith({ type: "outside", number: 3 });
});

it("says of subtitles whose times were moved by how much", async () => {
  const about = { language: "tr", title: "Meadow Lines", codec: "subrip", forced: false };
  const track = (id: number, moved: MovedTimes | null) => ({ ...about, id, selected: id === 1, moved });
  const subtitles = [
    track(1, { by: 2.3, stretched: false }),
    track(2, { by: -0.7, stretched: false }),
    track(3, { by: 0, stretched: true }),
    track(4, null),
  ];
  bar({ ...plays, subtitles });
  const button = screen.getByTestId("playing-subtitles");
  expect(button.title).toBe("Subtitles: moved by +2.3 s to fit this file");
  await fireEvent.keyDown(button, { key: "Enter" });
  const notes = screen.getAllByTestId("playing-subtitles-option").map((one) => one.textContent);
  expect(notes.slice(1).map((note) => /moved by .*file|made for.*file/.exec(note ?? "")?.[0] ?? null)).toEqual([
    "moved by +2.3 s to fit this file",
    "moved by −0.7 s to fit this file",
    "made for another frame rate, fitted to this file",
    null,
  ]);
});

it("offers to go on where it was left, and the next one after the end", () => {
  const left = bar({ ...nothing, stage: "over", item, resumeAt: 760 });
  screen.getByText("Resume at 12:40").click();
  expect(left).toHaveBeenCalledWith({ type: "resume" });
  const watched = bar({ ...nothing, stage: "over", item, next });
  screen.getByText("Next: S2 E6").click();
  expect(watched).toHaveBeenCalledWith({ type: "next" });
});

it("offers to skip what can be skipped, and only that", () => {
  const control = bar({ ...plays, skip: "opening" });
  expect(screen.getByTestId("playing-skip").textContent?.trim()).toBe("Skip opening");
  screen.getByTestId("playing-skip").click();
  expect(control.mock.calls.map(([one]) => one)).toEqual([{ type: "skip" }]);
  cleanup();
  bar(plays);
  expect(screen.queryByTestId("playing-skip")).toBeNull();
});

it("announces the next episode and lets the person stay", () => {
  const control = bar({ ...plays, counting: 7 });
  expect(screen.getByText("Next: S2 E6 in 7 s")).toBeTruthy();
  screen.getByTestId("next-stay").click();
  screen.getByTestId("next-now").click();
  expect(control.mock.calls.map(([one]) => one)).toEqual([{ type: "stay" }, { type: "next" }]);
});

it("goes on in another release, for no reason or for one", async () => {
  bar(plays);
  for (const [option, said] of [
    ["Another release", null],
    ["the wrong language", "wrongLanguage"],
  ]) {
    await fireEvent.pointerDown(screen.getByTestId("playing-release"), { button: 0, pointerType: "mouse" });
    await fireEvent.click(await screen.findByRole("menuitem", { name: option as string }));
    expect(another).toHaveBeenLastCalledWith(said);
  }
  cleanup();
  bar({ ...plays, switching: true });
  expect(screen.getByTestId("playing-release").getAttribute("aria-label")).toBe("Looking for another release…");
  cleanup();
  bar({ ...plays, can: { ...able, switch: false } });
  expect(screen.queryByTestId("playing-release")).toBeNull();
});
