// The one search field, as far as the browser's own field may differ from what the app holds.
import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import type { SearchField } from "../../state/searchfield.svelte";
import TopBar from "./TopBar.svelte";

it("holds nothing that was not taken: a first > asks for the commands and is gone", async () => {
  const field = { text: "", type: vi.fn() } as unknown as SearchField;
  render(TopBar, { field, canGoBack: false, demo: false, onback: () => {} });
  const input = screen.getByTestId<HTMLInputElement>("search-input");
  await fireEvent.input(input, { target: { value: ">" } });
  expect(field.type).toHaveBeenCalledWith(">");
  expect(input.value).toBe("");
});
