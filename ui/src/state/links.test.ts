// A row's link: which file it is for, and when it may be used again.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { linkView } from "../testing/links";
import type { LinkRequest } from "../wire";
import { Links } from "./links.svelte";
import { Toasts } from "./toasts.svelte";

const made = ({ id, file }: LinkRequest) => linkView({ linkId: `${id}/${file ?? "own choice"}`, id, release: id });

let links: Links;
beforeEach(() => {
  vi.spyOn(ipc, "resolveLink").mockImplementation(async (request) => made(request));
  vi.spyOn(ipc, "playLink").mockResolvedValue({ id: "mpv", label: "mpv", leftOut: [] });
  vi.spyOn(ipc, "copyLink").mockResolvedValue();
  vi.spyOn(ipc, "stopLink").mockResolvedValue();
  links = new Links(
    new Toasts(),
    () => {},
    () => 1,
  );
});
afterEach(() => void vi.restoreAllMocks());

const refusal = { code: "timeout", message: "No answer.", hint: null, about: null } as const;
const files = () => vi.mocked(ipc.resolveLink).mock.calls.map(([request]) => request.file);

it("a file chosen by name stays the row's for the next verb", async () => {
  await links.act("a", "play", { file: "E05.mkv" });
  await links.act("a", "copy");
  await links.act("a", "play", { goOn: true, player: "vlc" });
  expect(files()).toEqual(["E05.mkv"]);
  expect(ipc.copyLink).toHaveBeenCalledWith("a/E05.mkv");
  expect(ipc.playLink).toHaveBeenLastCalledWith("a/E05.mkv", "vlc");
});

it("a file chosen by name is tried again when its link failed", async () => {
  vi.mocked(ipc.resolveLink).mockRejectedValueOnce(refusal);
  await links.act("a", "play", { file: "E05.mkv" });
  await links.act("a", "play");
  expect(files()).toEqual(["E05.mkv", "E05.mkv"]);
});

it("a stopped row is the app's own choice again, and what comes of it late is not taken", async () => {
  let late: () => void = () => {};
  vi.mocked(ipc.resolveLink).mockImplementationOnce(
    (request) => new Promise((done) => (late = () => done(made(request)))),
  );
  const first = links.act("a", "play", { file: "E05.mkv" });
  links.stop();
  const second = links.act("a", "play");
  late();
  await Promise.all([first, second]);
  expect(files()).toEqual(["E05.mkv", null]);
  expect(vi.mocked(ipc.playLink).mock.calls).toEqual([["a/own choice", null]]);
});

it("a row whose file is another now is linked anew, also where a row before it went on to it", async () => {
  vi.mocked(ipc.resolveLink).mockResolvedValueOnce(
    made({ searchId: 1, id: "b", goOn: true, file: null, service: null }),
  );
  await links.act("a", "copy", { goOn: true });
  links.drop("b", "E05.mkv");
  expect([links.state("a").step, links.state("b").step]).toEqual(["idle", "idle"]);
});

it("a row that was refused on the way to another says so itself", async () => {
  const legal = { code: "legalBlock" as const, message: "No.", hint: null, about: null };
  const started = { type: "candidateStarted" as const, release: "", service: "TorBox", of: 3 };
  vi.mocked(ipc.resolveLink).mockImplementationOnce(async (request, tell) => {
    for (const [at, id] of ["a", "b", "c"].entries()) {
      tell({ ...started, id, position: at + 1 });
      if (id !== "c") tell({ type: "candidateFailed", service: "TorBox", id, error: legal });
    }
    return made({ ...request, id: "c" });
  });
  await links.act("a", "copy", { goOn: true });
  expect(["a", "b", "c"].map((id) => links.state(id).step)).toEqual(["failed", "failed", "ready"]);
});

it("a link to the file that was chosen for good stays", async () => {
  await links.act("a", "play", { file: "E05.mkv" });
  links.drop("a", "E05.mkv");
  expect(links.state("a").step).toBe("playing");
  links.drop("a", null);
  expect(links.state("a").step).toBe("idle");
});

it("a link that is being made to another file is stopped", async () => {
  vi.mocked(ipc.resolveLink).mockImplementationOnce(() => new Promise(() => {}));
  void links.act("a", "play");
  links.drop("a", "E05.mkv");
  expect([links.active, links.state("a").step]).toEqual([null, "idle"]);
  expect(ipc.stopLink).toHaveBeenCalledTimes(1);
});

it("a row plays until its player ends or goes on to another", async () => {
  await links.act("a", "play");
  links.over("a");
  expect(links.state("a").step).toBe("playing");
  links.over(null);
  expect(links.state("a").step).toBe("ready");
});

it("the link of a row that waits for its press is made ready, and of no other", async () => {
  const prepared = vi.spyOn(ipc, "prepareRow").mockResolvedValue();
  const given = vi.spyOn(ipc, "prepareTitle").mockResolvedValue();
  links.prepare("a");
  links.prepare(null);
  expect([prepared.mock.calls, given.mock.calls]).toEqual([[[1, "a"]], [[null]]]);
  const making = links.act("b", "play");
  links.prepare("c");
  await making;
  links.prepare("b");
  expect(prepared).toHaveBeenCalledTimes(1);
});

it("what is asked for while a link is being made is done with it afterwards, once; the same press twice is one", async () => {
  let there: () => void = () => {};
  vi.mocked(ipc.resolveLink).mockImplementationOnce(
    (request) => new Promise((done) => (there = () => done({ ...made(request), id: "b" }))),
  );
  const first = links.act("a", "copy", { goOn: true });
  await links.act("a", "play", { goOn: true });
  await links.act("a", "play", { goOn: true });
  await links.act("a", "copy", { goOn: true });
  there();
  await first;
  expect(files()).toHaveLength(1);
  expect([vi.mocked(ipc.copyLink).mock.calls, vi.mocked(ipc.playLink).mock.calls]).toEqual([
    [["a/own choice"]],
    [["a/own choice", null]],
  ]);
  expect(links.state("b").step).toBe("playing");
});

it("what was asked for meanwhile is not done with a link that was stopped or could not be made", async () => {
  let fail: () => void = () => {};
  vi.mocked(ipc.resolveLink).mockImplementationOnce(() => new Promise((_, refuse) => (fail = () => refuse(refusal))));
  const first = links.act("a", "copy");
  await links.act("a", "play");
  fail();
  await first;
  expect([files().length, vi.mocked(ipc.playLink).mock.calls]).toEqual([1, []]);
});
