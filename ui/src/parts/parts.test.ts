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
import type { Account, SettingsView, StreamRow } from "../wire";
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
  const account = (change: Partial<Account>): Account => ({
    service: "realdebrid",
    status: "premium",
    usable: true,
    message: "214 days left.",
    testedAt: new Date().toISOString(),
    ...change,
  });
  const signedIn = (change: Partial<Account>): SettingsView => {
    const view = settingsView({ signedIn: true });
    return { ...view, services: view.services.map((one) => ({ ...one, account: account(change) })) };
  };
  const type = (value: string) => fireEvent.input(byId("token-input"), { target: { value } });

  it("hands the token over once, clears the field, and never shows it again", async () => {
    const signed = signedIn({});
    const signIn = vi.spyOn(ipc, "signIn").mockResolvedValue(signed);
    const { container } = form(settingsView());
    const field = byId("token-input") as HTMLInputElement;
    expect(field.type, "hidden while typed").toBe("password");
    await type("  planted-secret ");
    await fireEvent.click(byId("sign-in"));
    await waitFor(() => expect(field.value).toBe(""));
    expect(signIn).toHaveBeenCalledWith("realdebrid", "planted-secret", false);
    expect(container.outerHTML).not.toContain("planted-secret");
    expect(settings.value).toEqual(signed);
    expect(toasts.list.map((toast) => [toast.text, toast.tone])).toEqual([["Signed in to Real-Debrid", "good"]]);
  });

  it("keeps no refused token, and offers no way to", async () => {
    const refused = { code: "tokenRefused", message: "Refused.", hint: "Copy it again.", about: null };
    vi.spyOn(ipc, "signIn").mockRejectedValue(refused);
    form(settingsView());
    const status = byId("account-status");
    expect(status.dataset.status).toBe("signedOut");
    await type("a");
    await fireEvent.click(byId("sign-in"));
    await waitFor(() => expect(status.dataset.status).toBe("tokenRefused"));
    expect(status.textContent).toContain("Refused. Copy it again.");
    expect([settings.value, toasts.list, screen.queryByTestId("keep-untested")]).toEqual([null, [], null]);
  });

  it("keeps one that could not be tested only when asked to", async () => {
    const silent = { code: "unreachable", message: "Nobody answers.", hint: null, about: null };
    const signIn = vi.spyOn(ipc, "signIn").mockRejectedValueOnce(silent).mockResolvedValueOnce(settingsView());
    form(settingsView());
    await type("a");
    await fireEvent.click(byId("sign-in"));
    await fireEvent.click(await screen.findByTestId("keep-untested"));
    await waitFor(() => expect(settings.value).not.toBeNull());
    expect(signIn.mock.calls.map(([, , untested]) => untested)).toEqual([false, true]);
  });

  it("does not call an account that has ended signed in and well", async () => {
    settings.value = settingsView();
    vi.spyOn(ipc, "signIn").mockResolvedValue(signedIn({ status: "expired", usable: false, message: "It has ended." }));
    const { rerender } = form(settings.value);
    vi.spyOn(settings, "value", "set").mockImplementation((view) => void rerender({ view: view ?? undefined }));
    await type("a");
    await fireEvent.click(byId("sign-in"));
    await waitFor(() =>
      expect(toasts.list.map((toast) => [toast.text, toast.tone])).toEqual([["It has ended.", "danger"]]),
    );
  });

  it("offers nothing to sign in with while the field is empty", () => {
    form(settingsView());
    expect((byId("sign-in") as HTMLButtonElement).disabled).toBe(true);
  });
});

describe("the pick", () => {
  const reasons = ["cached", "exact match"].map((text) => ({ code: text, text, value: null as string | null }));
  const picked = (signedIn: boolean, cached: "yes" | "no" | "unknown", change: Partial<StreamRow> = {}) => {
    picks.run.result = {
      ...nothingYet,
      searchId: 1,
      rows: rowMap(row("a", { cached, release: "<img src=x onerror=alert(1)>", reasons, ...change })),
    };
    picks.pick.show("a");
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

  it("makes fetching the one thing to do with what no service holds, with its size", () => {
    picked(true, "no", { size: 4.8e9 });
    expect([byId("verb").textContent, byId("verb").dataset.verb]).toEqual(["Fetch 4.8 GB on Real-Debrid", "fetch"]);
    expect(byId("pick-play").classList.contains("sun")).toBe(true);
  });

  it("says at its head that it is in no language the person understands, and what speaks against it as such", () => {
    const only = { code: "onlyIn", text: "only in ES", value: "es" };
    picked(true, "yes", { reasons: [only, { code: "veryLarge", text: "very large", value: null }] });
    expect(byId("pick-only").textContent).toBe("Spanish only");
    const listed = [...byId("pick-reasons").querySelectorAll("li")];
    expect(listed.map((one) => [one.textContent, one.classList.contains("against")])).toEqual([["very large", true]]);
  });

  it.each([
    ["no", 0],
    ["yes", 1],
  ] as const)("cached %s is made ready %i times by a hand that rests on Play", (cached, calls) => {
    vi.useFakeTimers();
    const ready = vi.spyOn(picks.links, "prepare").mockImplementation(() => {});
    picked(true, cached);
    byId("pick-play").dispatchEvent(new Event("focus"));
    vi.advanceTimersByTime(500);
    expect(ready).toHaveBeenCalledTimes(calls);
    vi.useRealTimers();
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
    imdb: null,
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
