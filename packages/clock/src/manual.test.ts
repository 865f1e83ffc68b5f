import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ManualClock } from "./manual.ts";
import { sleep } from "./sleep.ts";

describe("a manual clock", () => {
  test("stands still until it is told to move", () => {
    const clock = new ManualClock(1_000);
    const fired: number[] = [];
    clock.after(500, () => fired.push(clock.now()));
    expect(clock.now()).toBe(1_000);
    clock.advance(499);
    expect(fired).toEqual([]);
    clock.advance(1);
    expect(fired).toEqual([1_500]);
  });

  test("fires in order of time, and of two at one instant the older first", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }), (delays) => {
        const clock = new ManualClock(0);
        const fired: { readonly atMs: number; readonly order: number }[] = [];
        delays.forEach((delayMs, order) => clock.after(delayMs, () => fired.push({ atMs: clock.now(), order })));
        clock.advance(50);
        const expected = delays
          .map((atMs, order) => ({ atMs, order }))
          .toSorted((a, b) => a.atMs - b.atMs || a.order - b.order);
        expect(fired).toEqual(expected);
      }),
    );
  });

  test("a timer set by a timer fires on the same walk when it is due", () => {
    const clock = new ManualClock(0);
    const fired: number[] = [];
    const tick = (): void => {
      fired.push(clock.now());
      if (fired.length < 4) clock.after(10, tick);
    };
    clock.after(10, tick);
    clock.advance(35);
    expect(fired).toEqual([10, 20, 30]);
    expect(clock.nextAt).toBe(40);
  });

  test("a cancelled timer never fires, and may be cancelled twice", () => {
    const clock = new ManualClock(0);
    let fired = 0;
    const timer = clock.after(10, () => fired++);
    timer.cancel();
    timer.cancel();
    clock.advance(20);
    expect(fired).toBe(0);
    expect(clock.nextAt).toBeUndefined();
  });

  test("a jump fires nothing; what is overdue fires at the next walk without turning time back", () => {
    const clock = new ManualClock(0);
    const fired: number[] = [];
    clock.after(10, () => fired.push(clock.now()));
    clock.jump(100);
    expect(fired).toEqual([]);
    clock.advance(0);
    expect(fired).toEqual([100]);
  });
});

describe("sleep", () => {
  test("resolves when the time is over", async () => {
    const clock = new ManualClock(0);
    const rested = sleep(clock, 1_000).then(() => clock.now());
    clock.advance(1_000);
    expect(await rested).toBe(1_000);
  });

  test("rejects with the signal's reason and leaves no timer behind", async () => {
    const clock = new ManualClock(0);
    const stop = new AbortController();
    const rested = sleep(clock, 1_000, stop.signal);
    stop.abort(new Error("stopping"));
    await expect(rested).rejects.toThrow("stopping");
    expect(clock.nextAt).toBeUndefined();
    await expect(sleep(clock, 1, stop.signal)).rejects.toThrow("stopping");
  });
});
