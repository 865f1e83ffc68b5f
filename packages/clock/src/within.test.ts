import { expect, test } from "vitest";
import { ManualClock, within } from "./index.ts";

const never = new Promise<never>(() => {});

test("whichever is first counts, and no timer stays behind", async () => {
  const clock = new ManualClock();
  await within(clock, 500, Promise.resolve());
  expect(clock.nextAt).toBeUndefined();
  let isOver = false;
  const waiting = within(clock, 500, never).then(() => (isOver = true));
  clock.advance(499);
  await Promise.resolve();
  expect(isOver).toBe(false);
  clock.advance(1);
  await waiting;
});

test("a failure in time is thrown, a later one is nobody's", async () => {
  const clock = new ManualClock();
  await expect(within(clock, 500, Promise.reject(new Error("no")))).rejects.toThrow("no");
  await within(clock, 0, Promise.reject(new Error("no")));
  await within(clock, -1, never);
});
