// Settings as a person meets them: what a press or a key sends to the shell, and what is said of what came back.
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { language, t } from "../messages";
import LineSetting from "../parts/settings/LineSetting.svelte";
import Patterns from "../parts/settings/Patterns.svelte";
import RangeFields from "../parts/settings/RangeFields.svelte";
import RankedList from "../parts/settings/RankedList.svelte";
import UnderstoodLanguages from "../parts/settings/UnderstoodLanguages.svelte";
import WishChoice from "../parts/settings/WishChoice.svelte";
import TextSetting from "../parts/common/TextSetting.svelte";
import { app } from "../state/app.svelte";
import { LineMeasuring } from "../state/linemeasuring.svelte";
import { Loaded } from "../state/loaded.svelte";
import { settingsView, twoServices } from "../testing/settings";
import type { SettingChange, SettingsView } from "../wire";
import Settings from "./Settings.svelte";

const byId = (id: string) => screen.getByTestId(id);
const testedAt = new Date(Date.now() - 3 * 3_600_000).toISOString();
const two = twoServices();

beforeEach(() => {
  app.settings.value = two;
  app.toasts.list = [];
  Element.prototype.scrollIntoView = () => {};
});
afterEach(() => {
  vi.restoreAllMocks();
  language.current = "en";
});

describe("settings", () => {
  it("shows only what the words find, and says when nothing is", async () => {
    const { container } = render(Settings);
    const shown = () =>
      [...container.querySelectorAll<HTMLElement>(".setting:not([hidden]) h3")].map((one) => one.textContent);
    const all = shown().length;
    expect(all).toBeGreaterThan(25);
    await fireEvent.input(byId("settings-search"), { target: { value: "proxy" } });
    expect(shown()).toEqual(["Proxy"]);
    await fireEvent.input(byId("settings-search"), { target: { value: "zebra" } });
    expect(shown()).toEqual([]);
    expect(byId("empty").dataset.code).toBe("noSetting");
    await fireEvent.click(screen.getByText("Show all"));
    expect(shown()).toHaveLength(all);
  });

  it("says how an account stands in the language in use", async () => {
    const account = { service: "torbox", status: "expired", usable: false, message: "TorBox: it has ended", testedAt };
    vi.spyOn(ipc, "testAccount").mockResolvedValue(account);
    language.current = "tr";
    render(Settings);
    const [, torbox] = screen.getAllByTestId("service-test");
    await fireEvent.click(torbox ?? expect.fail());
    await waitFor(() => expect(document.body.textContent).toContain("TorBox: üyelik sona ermiş"));
  });

  it("moves a service by its button and by Alt and an arrow", async () => {
    const change = vi.spyOn(ipc, "changeSetting").mockResolvedValue(two);
    render(Settings);
    await fireEvent.click(screen.getByLabelText("Move TorBox forward"));
    await fireEvent.keyDown(screen.getByLabelText("Move Real-Debrid back"), { key: "ArrowDown", altKey: true });
    const wanted = { type: "serviceOrder", names: ["torbox", "realdebrid"] };
    expect(change.mock.calls).toEqual([[wanted], [wanted]]);
    await waitFor(() => expect(screen.getByText("Real-Debrid is now 2 of 2")).toBeTruthy());
  });

  it("says of each service what its own test found", async () => {
    vi.spyOn(ipc, "testAccount").mockImplementation(async (name) => ({
      service: name,
      status: name === "torbox" ? "expired" : "premium",
      usable: name !== "torbox",
      message: name === "torbox" ? "Ended in May." : "214 days left.",
      testedAt,
    }));
    render(Settings);
    for (const button of screen.getAllByTestId("service-test")) await fireEvent.click(button);
    await waitFor(() => {
      const said = screen.getAllByTestId("service-status").map((one) => [one.dataset.status, one.textContent?.trim()]);
      expect(said).toEqual([
        ["premium", "214 days left."],
        ["expired", "Ended in May."],
      ]);
    });
  });

  it("asks nobody what to skip until a service is switched on", async () => {
    const skip = {
      ...two.skip,
      services: two.skip.services.map((one) => ({ ...one, enabled: one.name === "aniskip" })),
    };
    const change = vi.spyOn(ipc, "changeSetting").mockResolvedValue({ ...two, skip });
    render(Settings);
    const services = () => screen.getAllByTestId("skip-service");
    const pressed = () => services().map((one) => one.getAttribute("aria-pressed"));
    expect(services().map((one) => one.textContent)).toEqual(["AniSkip", "TheIntroDB", "IntroDB"]);
    expect(pressed()).toEqual(["false", "false", "false"]);
    await fireEvent.click(screen.getByText("AniSkip"));
    expect(change).toHaveBeenLastCalledWith({ type: "skipServices", names: ["aniskip"] });
    await waitFor(() => expect(pressed()).toEqual(["true", "false", "false"]));
    await fireEvent.click(screen.getByText("Recaps"));
    expect(change).toHaveBeenLastCalledWith({ type: "skipAlways", kinds: ["recap"] });
  });

  it("says what the last test found, and when, before another is made", async () => {
    const [first, ...rest] = two.services;
    const account = { service: "realdebrid", status: "expired", usable: false, message: "It has ended.", testedAt };
    app.settings.value = { ...two, services: [{ ...first, account } as (typeof two.services)[0], ...rest] };
    render(Settings);
    const [status] = screen.getAllByTestId("service-status");
    expect([status?.dataset.status, status?.textContent?.trim()]).toEqual([
      "expired",
      "It has ended. · tested 3 hours ago",
    ]);
  });

  it("takes a program of one's own as the player", async () => {
    const own = { id: "own", label: "celluloid", found: true, speaks: "plain" };
    const choose = vi.spyOn(ipc, "choosePlayer").mockResolvedValue({ ...two, players: [own], player: "own" });
    render(Settings);
    byId("player-select").focus();
    await fireEvent.keyDown(byId("player-select"), { key: "Enter" });
    const other = await waitFor(() => document.querySelector<HTMLElement>("[data-option=other]") ?? expect.fail());
    await fireEvent.pointerUp(other);
    await waitFor(() => expect(app.settings.value?.player).toBe("own"));
    expect(choose).toHaveBeenCalledTimes(1);
  });

  it("changes its own words with the language", async () => {
    render(Settings);
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Settings");
    language.current = "tr";
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Ayarlar"));
    expect(screen.getByText("Ses dilleri")).toBeTruthy();
  });
});

describe("a ranked list", () => {
  const items = ["a", "b", "c"].map((value) => ({ value, label: value.toUpperCase() }));

  it("moves and removes by keys", async () => {
    const onchange = vi.fn();
    render(RankedList, { label: "Order", items, value: ["a", "b"], none: "none", testid: "ranked", onchange });
    const first = screen.getByText("A");
    await fireEvent.keyDown(first, { key: "ArrowRight", altKey: true });
    await fireEvent.keyDown(first, { key: "ArrowLeft", altKey: true });
    await fireEvent.keyDown(first, { key: "Delete" });
    expect(onchange.mock.calls).toEqual([[["b", "a"]], [["b"]]]);
  });
});

describe("a pattern", () => {
  it("is kept only when it is one, and not twice", async () => {
    const onchange = vi.fn(async () => true);
    render(Patterns, { label: "Must match", value: ["REMUX"], testid: "pattern", onchange });
    const add = screen.getByText("Add") as HTMLButtonElement;
    for (const wrong of ["(", "REMUX"]) {
      await fireEvent.input(byId("pattern"), { target: { value: wrong } });
      expect(add.disabled).toBe(true);
      expect(byId("pattern").getAttribute("aria-invalid")).toBe("true");
    }
    await fireEvent.input(byId("pattern"), { target: { value: "\\bHDR\\b" } });
    await fireEvent.click(add);
    expect(onchange).toHaveBeenCalledWith(["REMUX", "\\bHDR\\b"]);
  });
});

describe("a range", () => {
  it.each([
    ["4,5", [4.5e9, 30e9], ""],
    ["", [null, 30e9], ""],
    ["many", null, "Type a number, or nothing for no limit."],
    ["40", null, "The first is larger than the second."],
  ])("from %j", async (typed, sent, said) => {
    const onchange = vi.fn();
    render(RangeFields, { label: "Size", unit: "GB", scale: 1e9, min: null, max: 30e9, testid: "size", onchange });
    await fireEvent.change(byId("size-min"), { target: { value: typed } });
    expect(onchange.mock.calls).toEqual(sent ? [sent] : []);
    expect(screen.getByRole("status").textContent).toBe(said);
  });
});

it("a secret that is set is never shown, only replaced or removed", async () => {
  const onsave = vi.fn(async () => true);
  const { container } = render(TextSetting, {
    label: "Key",
    value: null,
    secret: true,
    set: true,
    testid: "key",
    onsave,
  });
  expect((byId("key") as HTMLInputElement).type).toBe("password");
  await fireEvent.input(byId("key"), { target: { value: "planted-secret" } });
  await fireEvent.click(screen.getByText("Save"));
  await waitFor(() => expect((byId("key") as HTMLInputElement).value).toBe(""));
  expect(container.outerHTML).not.toContain("planted-secret");
  await fireEvent.click(screen.getByText("Remove"));
  expect(onsave.mock.calls).toEqual([["planted-secret"], [null]]);
});

describe("what is asked once", () => {
  const asked = (change: Partial<SettingsView["preferences"]> = {}) => {
    const view = settingsView();
    const changed = vi.fn(async (_: SettingChange) => true);
    return { view: { ...view, preferences: { ...view.preferences, ...change } }, change: changed };
  };

  it("starts with the system's languages, and is what the person says after that", async () => {
    const props = asked();
    render(UnderstoodLanguages, props);
    const shown = () => [...document.querySelectorAll<HTMLElement>(".ranked .name")].map((one) => one.dataset.value);
    expect(shown()).toEqual(["en", "tr"]);
    await fireEvent.keyDown(screen.getByText("Turkish"), { key: "Delete" });
    expect(props.change.mock.lastCall?.[0]).toMatchObject({ preferences: { languagesUnderstood: ["en"] } });
  });

  it("takes the speed of the line in megabits, and no word for it", async () => {
    const props = { ...asked({ wish: "fitsLine" }), measuring: new LineMeasuring(app.settings, app.toasts) };
    render(LineSetting, props);
    const line = screen.getByTestId("line");
    for (const wrong of ["fast", "0"]) {
      await fireEvent.change(line, { target: { value: wrong } });
      expect([props.change.mock.calls.length, line.getAttribute("aria-invalid")]).toEqual([0, "true"]);
    }
    await fireEvent.change(line, { target: { value: "12,5" } });
    expect(props.change.mock.lastCall?.[0]).toMatchObject({ preferences: { line: 12_500_000, wish: "fitsLine" } });
  });

  it("has the wish for what fits the line off until the line is known, and says why", async () => {
    const props = asked({});
    const { rerender } = render(WishChoice, props);
    const fits = () =>
      screen.getAllByTestId<HTMLButtonElement>("wish").find((one) => one.dataset.option === "fitsLine");
    expect([fits()?.disabled, byId("wish-off").textContent]).toEqual([true, fits()?.title]);
    const line = { bits: 61_400_000, measured: [], measurable: true };
    await rerender({ ...props, view: { ...props.view, line } });
    expect([fits()?.disabled, screen.queryByTestId("wish-off")]).toEqual([false, null]);
    await fireEvent.click(fits() ?? expect.fail());
    expect(props.change.mock.lastCall?.[0]).toMatchObject({ preferences: { wish: "fitsLine" } });
  });

  it("shows what was measured and when, measures again where a link is at hand, and forgets", async () => {
    const at = new Date(Date.now() - 2 * 3_600_000).toISOString();
    const measured = [
      { host: "far.example.org", bits: 20_000_000, at },
      { host: "near.example.org", bits: 61_400_000, at },
    ];
    const known = (bits: number | null, measurable: boolean) => ({
      ...settingsView(),
      line: { bits, measured: bits === null ? [] : measured, measurable },
    });
    const reads = vi.fn(async () => known(61_400_000, true));
    const settings = new Loaded<SettingsView>(reads);
    const measuring = new LineMeasuring(settings, app.toasts);
    const props = { view: known(null, false), change: vi.fn(async () => true), measuring };
    const { rerender } = render(LineSetting, props);
    const measure = () => byId("line-measure") as HTMLButtonElement;
    expect([byId("line-measured").textContent?.trim(), measure().disabled]).toEqual(["Not measured yet", true]);
    expect([screen.queryByTestId("line-forget"), measure().title]).toEqual([null, t.line.needsLink]);

    await rerender({ ...props, view: known(61_400_000, true) });
    expect(byId("line-measured").textContent?.trim()).toBe("≈ 61 Mb/s, measured 2 hours ago from near.example.org");
    const asks = vi.spyOn(ipc, "measureLine").mockResolvedValue("inUse");
    await fireEvent.click(measure());
    await waitFor(() => expect(app.toasts.list.at(-1)?.text).toBe(t.line.outcome.inUse));
    await waitFor(() =>
      expect([asks.mock.calls.length, reads.mock.calls.length, measuring.busy]).toEqual([1, 1, false]),
    );
    const forgets = vi.spyOn(ipc, "forgetLine").mockResolvedValue(known(null, true));
    await fireEvent.click(byId("line-forget"));
    await waitFor(() => expect([forgets.mock.calls.length, settings.value?.line.measured]).toEqual([1, []]));
  });
});
