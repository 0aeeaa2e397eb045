import { describe, expect, it, vi } from "vitest";
import { Later } from "./later.svelte";

describe("a module that is fetched later", () => {
  it("is fetched once, by the first who needs it, and is there from then on", async () => {
    const from = vi.fn(() => Promise.resolve("places"));
    const later = new Later(from);
    expect(later.when(false)).toBeNull();
    expect(from).not.toHaveBeenCalled();
    expect(later.when(true)).toBeNull();
    expect(later.when(true)).toBeNull();
    await later.fetch();
    expect(later.when(true)).toBe("places");
    expect(later.when(false)).toBe("places");
    expect(from).toHaveBeenCalledTimes(1);
  });

  it("is fetched again by the next who needs it when it could not be", async () => {
    const from = vi.fn(() => Promise.resolve("places")).mockRejectedValueOnce(new Error("not read"));
    const later = new Later(from);
    await later.fetch();
    expect(later.when(false)).toBeNull();
    await later.fetch();
    expect(later.when(false)).toBe("places");
  });
});
