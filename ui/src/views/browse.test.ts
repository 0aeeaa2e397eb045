// A catalogue with nothing in the part that was asked for leads to a wider one.
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { app } from "../state/app.svelte";
import Browse from "./Browse.svelte";

beforeEach(async () => {
  vi.spyOn(ipc, "browse").mockResolvedValue([]);
  await app.info.load();
});
afterEach(() => void vi.restoreAllMocks());

it.each([
  ["a genre", "movie", "top", "Horror", "All genres", null],
  ["a year", "movie", "year", "1931", "1930", "1930"],
] as const)("of %s", async (_, kind, listing, of, button, wider) => {
  render(Browse, { kind, listing, of });
  expect((await screen.findByTestId("empty")).textContent).toContain(of);
  expect(screen.getByTestId("browse-wider").textContent?.trim()).toBe(button);
  await fireEvent.click(screen.getByTestId("browse-wider"));
  expect(app.router.route).toEqual({ place: "browse", kind, listing, of: wider });
});
