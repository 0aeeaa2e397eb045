// Components as a person meets them: what they say, and what a press sends to the shell.
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { AccountTest } from "../state/account.svelte";
import { Loaded } from "../state/loaded.svelte";
import { Picks } from "../state/picks.svelte";
import { nothingYet, type Check } from "../state/searchstate";
import { Toasts } from "../state/toasts.svelte";
import { linkView } from "../testing/links";
import { cacheBarProps, pickCardProps } from "../testing/picks";
import { row, rowMap } from "../testing/rows";
import { settingsView } from "../testing/settings";
import type { SettingsView } from "../wire";
import AccountForm from "./common/AccountForm.svelte";
import CacheBar from "./picks/CacheBar.svelte";
import PickCard from "./picks/PickCard.svelte";
import Poster from "./common/Poster.svelte";
import ResultCard from "./search/ResultCard.svelte";

let settings: Loaded<SettingsView>;
let toasts: Toasts;
let picks: Picks;
const played = vi.fn();

beforeEach(() => {
  settings = new Loaded<SettingsView>(() => new Promise(() => {}));
  toasts = new Toasts();
  played.mockClear();
  picks = new Picks(toasts, played, () => []);
});
afterEach(() => void vi.restoreAllMocks());

const byId = (id: string) => screen.getByTestId(id);

const form = (view: SettingsView) => render(AccountForm, { view, account: new AccountTest(settings, toasts), toasts });

describe("the account form", () => {
  it("hands the token over once, clears the field, and never shows it again", async () => {
    const signed = settingsView({ signedIn: true });
    const save = vi.spyOn(ipc, "saveToken").mockResolvedValue(signed);
    const { container } = form(settingsView());
    const field = byId("token-input") as HTMLInputElement;
    expect(field.type, "hidden while typed").toBe("password");
    await fireEvent.input(field, { target: { value: "  planted-secret " } });
    await fireEvent.click(byId("token-save"));
    await waitFor(() => expect(field.value).toBe(""));
    expect(save).toHaveBeenCalledWith("realdebrid", "planted-secret");
    expect(container.outerHTML).not.toContain("planted-secret");
    expect(settings.value).toEqual(signed);
  });

  it("says what a test found, and why a token was refused", async () => {
    const test = vi.spyOn(ipc, "testAccount");
    test.mockResolvedValueOnce({ service: "realdebrid", status: "premium", usable: true, message: "214 days left." });
    test.mockRejectedValueOnce({ code: "tokenRefused", message: "Refused.", hint: "Copy it again.", about: null });
    form(settingsView());
    const status = byId("account-status");
    expect(status.dataset.status).toBe("signedOut");
    await fireEvent.input(byId("token-input"), { target: { value: "a" } });
    await fireEvent.click(byId("token-test"));
    await waitFor(() => expect(status.dataset.status).toBe("premium"));
    expect(status.textContent).toContain("214 days left.");
    await fireEvent.click(byId("token-test"));
    await waitFor(() => expect(status.dataset.status).toBe("tokenRefused"));
    expect(status.textContent).toContain("Refused. Copy it again.");
  });

  it("tests the kept token when nothing is typed", async () => {
    const test = vi
      .spyOn(ipc, "testAccount")
      .mockResolvedValue({ service: "x", status: "trial", usable: true, message: "" });
    form(settingsView({ signedIn: true }));
    await fireEvent.click(byId("token-test"));
    expect(test).toHaveBeenCalledWith("realdebrid", null);
  });

  it("offers nothing to save while the field is empty", () => {
    form(settingsView());
    expect((byId("token-save") as HTMLButtonElement).disabled).toBe(true);
  });
});

describe("the pick", () => {
  const picked = (signedIn: boolean, cached: "yes" | "no" | "unknown") => {
    picks.run.result = {
      ...nothingYet,
      searchId: 1,
      rows: rowMap(row("a", { cached, release: "<img src=x onerror=alert(1)>" })),
      pick: { id: "a", reasons: ["cached", "exact match"].map((text) => ({ code: text, text, value: null })) },
    };
    return render(PickCard, { ...pickCardProps(picks, settingsView({ signedIn })), runtime: "15 min" });
  };

  it("asks a stranger to sign in, in the button itself", () => {
    picked(false, "yes");
    expect(byId("verb").textContent).toBe("Sign in to play");
    expect(screen.queryByTestId("pick-copy")).toBe(null);
  });

  it.each([
    ["yes", "Play"],
    ["unknown", "Play"],
  ] as const)("cached %s says %s", (cached, text) => {
    picked(true, cached);
    expect(byId("verb").textContent).toBe(text);
    expect(byId("verb").dataset.verb).toBe("idle");
  });

  it("shows its reasons, and a release name as text only", () => {
    const { container } = picked(true, "yes");
    expect(container.textContent).toContain("exact match");
    expect(container.textContent).toContain("<img src=x onerror=alert(1)>");
    expect(container.querySelector("img")).toBe(null);
  });

  it("goes from Play to the player's name", async () => {
    vi.spyOn(ipc, "resolveLink").mockResolvedValue(linkView());
    vi.spyOn(ipc, "playLink").mockResolvedValue({ id: "mpv", label: "mpv", leftOut: [] });
    picked(true, "yes");
    await fireEvent.click(byId("pick-play"));
    await waitFor(() => expect(byId("verb").dataset.verb).toBe("playing"));
    expect(byId("verb").textContent).toBe("Playing in mpv");
    expect(played).toHaveBeenCalledTimes(1);
  });
});

const lane = (change: Partial<Check>): Check => ({
  service: "realdebrid",
  label: "Real-Debrid",
  checked: 0,
  total: 1,
  cached: 0,
  error: null,
  ...change,
});

describe("the cache bar", () => {
  it("puts the services side by side, and tries the failed one again without the sources", async () => {
    const recheck = vi.spyOn(ipc, "recheck").mockResolvedValue();
    const find = vi.spyOn(ipc, "findStreams").mockResolvedValue();
    const error = { code: "timeout" as const, message: "No answer.", hint: null, about: "TorBox" };
    const torbox = lane({ service: "torbox", label: "TorBox", error });
    picks.run.result = { ...nothingYet, searchId: 3, rows: rowMap(row("a")), checks: [lane({ cached: 9 }), torbox] };
    const { container } = render(CacheBar, cacheBarProps(picks, settingsView({ signedIn: true })));
    expect(container.textContent).toMatch(/Real-Debrid.*9 cached.*TorBox: Check failed/s);
    await fireEvent.click(byId("recheck"));
    expect(recheck).toHaveBeenCalledWith(3, expect.any(Function));
    expect(find).not.toHaveBeenCalled();
  });

  it("counts what was checked and what is cached", () => {
    picks.run.result = { ...nothingYet, checks: [lane({ checked: 600, total: 1140, cached: 212 })] };
    render(CacheBar, cacheBarProps(picks, settingsView({ signedIn: true })));
    expect(byId("cache-bar").textContent).toContain("Checked 600 of 1,140");
    expect(byId("cache-bar").textContent).toContain("212 cached on Real-Debrid");
  });

  it("gives its place to what went wrong", () => {
    picks.run.result = {
      ...nothingYet,
      rows: rowMap(row("a")),
      checks: [lane({ error: { code: "tokenRefused", message: "Refused.", hint: null, about: null } })],
    };
    render(CacheBar, cacheBarProps(picks, settingsView({ signedIn: true })));
    expect(byId("empty").dataset.code).toBe("tokenRefused");
  });
});

describe("titles", () => {
  const card = {
    id: "tt1",
    kind: "movie" as const,
    name: "Sintel",
    years: "2010",
    rating: 7.5,
    poster: null,
    genres: ["Fantasy"],
  };

  it("show what tells them apart", () => {
    const onopen = vi.fn();
    render(ResultCard, { card, onopen });
    expect(byId("title-card").textContent).toMatch(/Sintel.*2010.*7\.5.*Fantasy/s);
    byId("title-card").click();
    expect(onopen).toHaveBeenCalledTimes(1);
  });

  it("without a picture are drawn with their name, also when the picture is broken", async () => {
    const { container } = render(Poster, { image: "broken", title: "Sintel" });
    const picture = container.querySelector("img");
    expect(picture).not.toBe(null);
    if (picture) await fireEvent.error(picture);
    expect(container.querySelector("img")).toBe(null);
    expect(container.textContent).toContain("Sintel");
  });
});
