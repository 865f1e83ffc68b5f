import { ManualClock } from "@matterwright/clock";
import { expect, test } from "vitest";
import { Awake } from "./awake.ts";

test("a process that stands still gives up what it had begun, and only that", () => {
  const clock = new ManualClock();
  const awake = new Awake(clock);
  awake.start();
  const before = awake.signal;
  clock.advance(60_000);
  expect(before.aborted).toBe(false);
  // Time goes on, and nothing in the process does.
  clock.jump(clock.now() + 15_000);
  clock.advance(0);
  expect(before.aborted).toBe(true);
  expect(String(before.reason)).toContain("stood still for 15000 ms");
  const after = awake.signal;
  clock.advance(60_000);
  expect(after.aborted).toBe(false);
  awake.stop();
  expect(clock.nextAt).toBeUndefined();
});
