// The commands by name: where they lead, what they change, and what is there only where it can be done.
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import Commands from "../parts/shell/Commands.svelte";
import { language } from "../messages/language.svelte";
import { settingsView } from "../testing/settings";
import { App } from "./app.svelte";
import { commands } from "./commands";
import { onKey, onWheel } from "./keys";

let app: App;
const run = (id: string) =>
  commands(app)
    .find((one) => one.id === id)
    ?.run();

beforeEach(() => {
  app = new App();
  app.router.go({ place: "home" });
  app.settings.value = settingsView();
});
afterEach(() => {
  document.body.innerHTML = "";
  language.current = "en";
  vi.restoreAllMocks();
});

describe("the commands", () => {
  it("have an id each, and lead to every place", () => {
    const ids = commands(app).map(({ group, id }) => `${group}/${id}`);
    expect(new Set(ids).size).toBe(ids.length);
    run("cloud");
    expect(app.router.route).toEqual({ place: "library", tab: "cloud" });
    run("settings-privacy");
    expect(app.router.route).toEqual({ place: "settings" });
    run("shortcuts");
    expect(app.shortcutsOpen).toBe(true);
  });

  it("take the focus out of the search field before they act", () => {
    const done: string[] = [];
    app.leaveSearch = () => done.push("left");
    app.focusSearch = () => done.push("search");
    commands(app)
      .find(({ id }) => id === "search")
      ?.run();
    expect(done).toEqual(["left", "search"]);
  });

  it("change what the window looks like", async () => {
    const change = vi.spyOn(ipc, "changeSetting").mockImplementation(async () => settingsView());
    run("light");
    run("larger");
    await waitFor(() => expect(change).toHaveBeenCalledTimes(2));
    expect(change.mock.calls.map(([one]) => one)).toEqual([
      { type: "theme", theme: "light" },
      { type: "size", percent: 110 },
    ]);
  });

  it("are about streams only where streams are open, and the watchlist only beside its button", () => {
    const groups = () => new Set(commands(app).map((one) => one.group));
    expect(groups()).toEqual(new Set(["go", "look"]));
    const button = document.body.appendChild(document.createElement("button"));
    button.dataset.testid = "watchlist-toggle";
    const pressed = vi.fn();
    button.onclick = pressed;
    run("w");
    expect(pressed).toHaveBeenCalledOnce();
  });
});

it("an episode before or after is offered only where there is one", () => {
  vi.spyOn(ipc, "findStreams").mockResolvedValue();
  app.picks.open({ type: "title", kind: "movie", id: "tt1", season: null, episode: null } as never);
  const ids = () =>
    commands(app)
      .filter((one) => one.group === "streams")
      .map((one) => one.id);
  expect(ids()).toContain("c");
  expect(ids()).not.toContain("]");
  const button = document.body.appendChild(document.createElement("button"));
  button.dataset.testid = "next-episode";
  expect(ids()).toContain("]");
  button.disabled = true;
  expect(ids()).not.toContain("]");
});

describe("the list", () => {
  const list = () => commands(app);
  const names = () => screen.queryAllByTestId("command").map((one) => one.dataset.id);

  it("narrows by the words' beginnings, and runs the first with Enter", async () => {
    render(Commands, { open: true, list });
    const field = await screen.findByTestId("commands-find");
    expect(names()).toContain("home");
    await fireEvent.input(field, { target: { value: "set pri" } });
    await waitFor(() => expect(names()).toEqual(["settings-privacy"]));
    await fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(app.router.route).toEqual({ place: "settings" }));
    await waitFor(() => expect(screen.queryByTestId("commands")).toBeNull());
  });

  it("finds a name however its letters are accented", async () => {
    language.current = "tr";
    render(Commands, { open: true, list });
    await fireEvent.input(await screen.findByTestId("commands-find"), { target: { value: "kitaplik izleme" } });
    await waitFor(() => expect(names()).toEqual(["watchlist"]));
  });

  it("says so when nothing is called that", async () => {
    render(Commands, { open: true, list });
    await fireEvent.input(await screen.findByTestId("commands-find"), { target: { value: "zzz" } });
    expect(await screen.findByText("No command is called that")).toBeTruthy();
  });
});

describe("the keys", () => {
  const press = (init: KeyboardEventInit, target: HTMLElement = document.body) => {
    const event = new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true });
    Object.defineProperty(event, "target", { value: target });
    onKey(event, app, { rail: document.createElement("nav"), place: document.body });
    return event.defaultPrevented;
  };

  const wheel = (of: { deltaY: number; ctrlKey?: boolean }) =>
    Object.assign(new Event("wheel", { cancelable: true }), { ctrlKey: false, ...of }) as WheelEvent;

  it("Ctrl+K goes to the search field, and from there to the commands", () => {
    const focus = vi.fn();
    app.focusSearch = focus;
    press({ key: "k", ctrlKey: true });
    expect([focus.mock.calls.length, app.commandsOpen]).toEqual([1, false]);
    const field = document.createElement("input");
    field.dataset.testid = "search-input";
    press({ key: "k", ctrlKey: true }, field);
    expect([focus.mock.calls.length, app.commandsOpen]).toEqual([1, true]);
  });

  it("Ctrl+Shift+K asks for the commands from anywhere", () => {
    const focus = vi.fn();
    app.focusSearch = focus;
    app.commandsOpen = false;
    expect(press({ key: "K", ctrlKey: true, shiftKey: true })).toBe(true);
    expect([focus.mock.calls.length, app.commandsOpen]).toEqual([0, true]);
  });

  it("Ctrl with + − 0 and the wheel change the size, and nothing else does", () => {
    const resize = vi.spyOn(app, "resize").mockResolvedValue();
    for (const key of ["+", "=", "-", "0"]) expect(press({ key, ctrlKey: true }), key).toBe(true);
    press({ key: "+" });
    press({ key: "0", ctrlKey: true, altKey: true });
    onWheel(wheel({ deltaY: -3, ctrlKey: true }), app);
    onWheel(wheel({ deltaY: 3, ctrlKey: true }), app);
    onWheel(wheel({ deltaY: 3 }), app);
    expect(resize.mock.calls.map(([step]) => step)).toEqual([1, 1, -1, 0, 1, -1]);
  });
});
