// Something asked for: late answers, and looking again at a measured pace.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Loaded } from "./loaded.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("drops an older answer that comes later", async () => {
  const waits = [200, 50];
  let turn = 0;
  const loaded = new Loaded(() => {
    const at = turn++;
    return new Promise<number>((done) => setTimeout(() => done(at), waits[at]));
  });
  void loaded.load();
  void loaded.load();
  await vi.advanceTimersByTimeAsync(500);
  expect([loaded.value, loaded.loading]).toEqual([1, false]);
});

it("looks at once, then no sooner than the pause, once for all who wished it", async () => {
  const ask = vi.fn(async () => 1);
  const loaded = new Loaded(ask);
  for (let time = 0; time < 4; time += 1) loaded.refresh();
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  loaded.refresh();
  loaded.refresh(1500);
  loaded.refresh();
  await vi.advanceTimersByTimeAsync(500);
  expect(ask, "the shorter pause counts").toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(9000);
  expect(ask).toHaveBeenCalledTimes(2);
});

it("needs no second look once it was asked anyway", async () => {
  const ask = vi.fn(async () => 1);
  const loaded = new Loaded(ask);
  loaded.refresh();
  loaded.refresh();
  await loaded.load();
  await vi.advanceTimersByTimeAsync(9000);
  expect(ask).toHaveBeenCalledTimes(2);
});

it("draws nothing anew when a look finds what is there already", async () => {
  let figure = 1;
  const loaded = new Loaded(async () => ({ figure }));
  await loaded.load();
  const before = loaded.value;
  await vi.advanceTimersByTimeAsync(3000);
  loaded.refresh();
  await vi.advanceTimersByTimeAsync(0);
  expect(loaded.value).toBe(before);
  figure = 2;
  await vi.advanceTimersByTimeAsync(3000);
  loaded.refresh();
  await vi.advanceTimersByTimeAsync(0);
  expect(loaded.value).toEqual({ figure: 2 });
});
