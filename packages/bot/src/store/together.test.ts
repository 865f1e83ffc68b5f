import { ManualClock } from "@matterwright/clock";
import { expect, test } from "vitest";
import { memoryDurable } from "./memory/durable.ts";
import { Together } from "./together.ts";

test("what comes while something is being written is written in one transaction, and everybody waits until it is", async () => {
  const durable = memoryDurable(new ManualClock());
  let transactions = 0;
  const together = new Together({
    transaction: (work, options) => {
      transactions++;
      return durable.transaction(work, options);
    },
  });
  const writes = Array.from({ length: 100 }, (_, n) => together.write((tx) => tx.store.set(`k${n}`, n)));
  await Promise.all(writes);
  await together.write((tx) => tx.store.set("last", 1));
  expect(transactions).toBeLessThanOrEqual(3);
  expect(await durable.store.keys("")).toHaveLength(101);
});

test("what cannot be written is told to all who handed it in, and the next begins anew", async () => {
  const durable = memoryDurable(new ManualClock());
  const together = new Together(durable);
  const ends = await Promise.allSettled([
    together.write((tx) => tx.store.set("a", 1)),
    together.write(() => Promise.reject(new Error("full"))),
  ]);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await together.write((tx) => tx.store.set("b", 1));
  expect(await durable.store.keys("")).toEqual(["b"]);
});
