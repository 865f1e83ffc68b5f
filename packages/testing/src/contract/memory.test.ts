import { ManualClock } from "@matterwright/clock";
import { memoryDurable } from "matterwright";
import { describe, test } from "vitest";
import { durableContract } from "./durable.ts";
import type { Harness } from "./harness.ts";

function inMemory(): Promise<Harness> {
  const clock = new ManualClock();
  const durable = memoryDurable(clock);
  return Promise.resolve({
    durable,
    pass: (ms) => {
      clock.advance(ms);
      return Promise.resolve();
    },
    tick: () => new Promise((resolve) => setImmediate(resolve)),
    end: () => durable.close(),
  });
}

describe("the engine in memory keeps the contract", () => {
  durableContract({ test, make: inMemory, outlives: false });
});
