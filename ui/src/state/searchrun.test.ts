// One search in the shell: whose events count, and how it ends.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ipc } from "../ipc";
import { row } from "../testing/rows";
import type { StreamEvent } from "../wire";
import { SearchRun } from "./searchrun.svelte";
import { Toasts } from "./toasts.svelte";

type Listen = (event: StreamEvent) => void;

const started: StreamEvent = { type: "started", searchId: 1, heading: "Sintel", rememberedS: null, sources: [] };
const found = (id: string): StreamEvent => ({ type: "rowsArrived", rows: [row(id)] });
const error = { code: "timeout" as const, message: "No answer.", hint: null, about: null };
let run: SearchRun;
let toasts: Toasts;
const changed = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(ipc, "stopStreams").mockResolvedValue();
  toasts = new Toasts();
  run = new SearchRun(toasts, changed);
});
afterEach(() => {
  changed.mockClear();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Starts a run that goes on until it is told. */
function begin() {
  let listen: Listen = () => {};
  let settle: { done: () => void; fail: (thrown: unknown) => void } = { done: () => {}, fail: () => {} };
  const over = run.start((given) => {
    listen = given;
    return new Promise((done, fail) => (settle = { done, fail }));
  });
  return {
    over,
    tell: (event: StreamEvent) => listen(event),
    done: () => settle.done(),
    fail: (thrown: unknown) => settle.fail(thrown),
  };
}
const ids = () => [...run.result.rows.keys()];

it("listens to the latest run alone, and to none once stopped", async () => {
  const first = begin();
  first.tell(started);
  first.tell(found("old"));
  const second = begin();
  first.tell(found("late"));
  second.tell(found("new"));
  await vi.advanceTimersByTimeAsync(60);
  expect(ids()).toEqual(["new"]);
  run.stop();
  second.tell(found("after"));
  second.fail(error);
  await vi.advanceTimersByTimeAsync(1000);
  expect([ids(), run.result.error]).toEqual([["new"], null]);
  expect(ipc.stopStreams).toHaveBeenCalledTimes(1);
});

it("ends with its error, and with none when it was cancelled", async () => {
  const failed = begin();
  failed.tell(started);
  failed.fail(error);
  await failed.over;
  expect([run.result.complete, run.result.error]).toEqual([true, error]);
  run.clear();
  const cancelled = begin();
  cancelled.fail({ ...error, code: "cancelled" });
  await cancelled.over;
  expect([run.result.complete, run.result.error]).toEqual([true, null]);
});

it("waits a moment for the last event before it ends without", async () => {
  const one = begin();
  one.tell(started);
  one.done();
  await vi.advanceTimersByTimeAsync(400);
  expect(run.result.complete).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(run.result.complete).toBe(true);
});

it("tells of what changed, before and after", async () => {
  const one = begin();
  one.tell(started);
  one.tell(found("a"));
  await vi.advanceTimersByTimeAsync(60);
  const [before, now] = changed.mock.lastCall ?? [];
  expect([before.rows.size, now.rows.size]).toEqual([0, 1]);
});

it("checks the cache again once at a time, and says why it failed", async () => {
  await run.recheck();
  const recheck = vi
    .spyOn(ipc, "recheck")
    .mockImplementation(() => new Promise((_, fail) => setTimeout(() => fail(error), 10)));
  run.result = { ...run.result, searchId: 4 };
  void run.recheck();
  void run.recheck();
  expect(run.rechecking).toBe(true);
  await vi.advanceTimersByTimeAsync(20);
  expect(recheck).toHaveBeenCalledExactlyOnceWith(4, expect.any(Function));
  expect([run.rechecking, toasts.list.map((one) => one.text)]).toEqual([false, ["No answer."]]);
});
