/** Waiting for a turn: how many at a time, in what order, and that a failure gives the turn on. */
import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

test("so many at a time, each in its turn, and what is urgent first", async () => {
  const turns = new Turns(2);
  const order: string[] = [];
  const ends = new Map<string, () => void>();
  const take = (name: string, isUrgent = false): Promise<void> =>
    turns.take(() => {
      order.push(name);
      return new Promise<void>((end) => void ends.set(name, end));
    }, isUrgent);
  const all = [take("a"), take("b"), take("c"), take("d"), take("lease", true)];
  expect(order).toEqual(["a", "b"]);
  for (const name of ["a", "b", "lease", "c", "d"]) {
    ends.get(name)?.();
    await new Promise(setImmediate);
  }
  await Promise.all(all);
  expect(order).toEqual(["a", "b", "lease", "c", "d"]);
});

test("whoever fails gives the turn on", async () => {
  const turns = new Turns(1);
  const failing = turns.take(() => Promise.reject(new Error("no")));
  const next = turns.take(() => Promise.resolve("yes"));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
  expect(await turns.take(() => Promise.resolve("again"))).toBe("again");
});
