// Components as a person meets them: what they say, and what a press sends to the shell.
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { app } from "../state/app.svelte";
import { nothingYet, type Check } from "../state/streams";
import { linkView } from "../testing/links";
import { row, rowMap } from "../testing/rows";
import { settingsView } from "../testing/settings";
import FirstRun from "../views/FirstRun.svelte";
import AccountForm from "./common/AccountForm.svelte";
import CacheBar from "./picks/CacheBar.svelte";
import PickCard from "./picks/PickCard.svelte";
import Poster from "./common/Poster.svelte";
import TitleTile from "./search/TitleTile.svelte";

beforeEach(() => {
  app.settings.value = settingsView();
  app.picks.search = nothingYet;
});
afterEach(() => void vi.restoreAllMocks());

const byId = (id: string) => screen.getByTestId(id);

describe("the account form", () => {
  it("hands the token over once, clears the field, and never shows it again", async () => {
    const signed = settingsView({ signedIn: true });
    const save = vi.spyOn(ipc, "saveToken").mockResolvedValue(signed);
    const { container } = render(AccountForm, { view: settingsView() });
    const field = byId("token-input") as HTMLInputElement;
    expect(field.type, "hidden while typed").toBe("password");
    await fireEvent.input(field, { target: { value: "  planted-secret " } });
    await fireEvent.click(byId("token-save"));
    await waitFor(() => expect(field.value).toBe(""));
    expect(save).toHaveBeenCalledWith("realdebrid", "planted-secret");
    expect(container.outerHTML).not.toContain("planted-secret");
    expect(app.settings.value).toEqual(signed);
  });

  it("says what a test found, and why a token was refused", async () => {
    const test = vi.spyOn(ipc, "testAccount");
    test.mockResolvedValueOnce({ service: "realdebrid", status: "premium", usable: true, message: "214 days left." });
    test.mockRejectedValueOnce({ code: "tokenRefused", message: "Refused.", hint: "Copy it again.", about: null });
    render(AccountForm, { view: settingsView() });
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
    render(AccountForm, { view: settingsView({ signedIn: true }) });
    await fireEvent.click(byId("token-test"));
    expect(test).toHaveBeenCalledWith("realdebrid", null);
  });

  it("offers nothing to save while the field is empty", () => {
    render(AccountForm, { view: settingsView() });
    expect((byId("token-save") as HTMLButtonElement).disabled).toBe(true);
  });
});

describe("the first steps", () => {
  it("can be skipped", async () => {
    const change = vi.spyOn(ipc, "changeSetting").mockResolvedValue({ ...settingsView(), welcomed: true });
    render(FirstRun);
    await fireEvent.click(byId("first-skip"));
    expect(change).toHaveBeenCalledWith({ type: "welcomed" });
  });

  it("end with the search once signed in", () => {
    app.settings.value = settingsView({ signedIn: true });
    render(FirstRun);
    expect(byId("first-done")).toBeTruthy();
    expect(byId("first-run").dataset.step).toBe("3");
  });
});

describe("the pick", () => {
  const picked = (signedIn: boolean, cached: "yes" | "no" | "unknown") => {
    app.settings.value = settingsView({ signedIn });
    app.picks.search = {
      ...nothingYet,
      searchId: 1,
      rows: rowMap(row("a", { cached, release: "<img src=x onerror=alert(1)>" })),
      pick: { id: "a", reasons: ["cached", "exact match"].map((text) => ({ code: text, text, value: null })) },
    };
    return render(PickCard, { runtime: "15 min" });
  };

  it("asks a stranger to sign in, in the verb itself", () => {
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
    vi.spyOn(ipc, "playLink").mockResolvedValue({ id: "mpv", label: "mpv" });
    vi.spyOn(ipc, "history").mockResolvedValue([]);
    picked(true, "yes");
    await fireEvent.click(byId("pick-play"));
    await waitFor(() => expect(byId("verb").dataset.verb).toBe("playing"));
    expect(byId("verb").textContent).toBe("Playing in mpv");
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
    app.settings.value = settingsView({ signedIn: true });
    const recheck = vi.spyOn(ipc, "recheck").mockResolvedValue();
    const find = vi.spyOn(ipc, "findStreams").mockResolvedValue();
    const error = { code: "timeout" as const, message: "No answer.", hint: null, about: "TorBox" };
    const torbox = lane({ service: "torbox", label: "TorBox", error });
    app.picks.search = { ...nothingYet, searchId: 3, rows: rowMap(row("a")), checks: [lane({ cached: 9 }), torbox] };
    const { container } = render(CacheBar);
    expect(container.textContent).toMatch(/Real-Debrid.*9 cached.*TorBox: Check failed/s);
    await fireEvent.click(byId("recheck"));
    expect(recheck).toHaveBeenCalledWith(3, expect.any(Function));
    expect(find).not.toHaveBeenCalled();
  });

  it("counts what was checked and what is cached", () => {
    app.settings.value = settingsView({ signedIn: true });
    app.picks.search = { ...nothingYet, checks: [lane({ checked: 600, total: 1140, cached: 212 })] };
    render(CacheBar);
    expect(byId("cache-bar").textContent).toContain("Checked 600 of 1,140");
    expect(byId("cache-bar").textContent).toContain("212 cached on Real-Debrid");
  });

  it("gives its place to what went wrong", () => {
    app.picks.search = {
      ...nothingYet,
      rows: rowMap(row("a")),
      checks: [lane({ error: { code: "tokenRefused", message: "Refused.", hint: null, about: null } })],
    };
    render(CacheBar);
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
    render(TitleTile, { card });
    expect(byId("title-card").textContent).toMatch(/Sintel.*2010.*7\.5.*Fantasy/s);
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
