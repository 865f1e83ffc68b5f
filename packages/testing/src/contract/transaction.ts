/** What every engine's transactions do. */
import { deepEqual, equal, rejects } from "node:assert/strict";
import { MisuseError, type Transaction } from "matterwright";
import type { Claim } from "./harness.ts";

const hello = { channel_id: "c".repeat(26), message: "hello", pending_post_id: "p:1" };

async function writeAll(tx: Transaction): Promise<void> {
  await tx.store.set("state", "changed");
  await tx.outbox.add({ intent: { kind: "post", post: hello }, queue: "q", owner: "test" });
  await tx.jobs.add({ name: "later", payload: 1, key: "only" });
}

export const transactionClaims: readonly Claim[] = [
  {
    says: "does all of it",
    run: async ({ durable }) => {
      equal(await durable.transaction(async (tx) => (await writeAll(tx), "done")), "done");
      equal(await durable.store.get("state"), "changed");
      equal((await durable.outbox.list()).length, 1);
      equal((await durable.jobs.list()).length, 1);
    },
  },
  {
    says: "does all of it also where somebody catches what an engine throws to begin anew",
    run: async ({ durable }) => {
      await durable.transaction(async ({ jobs, store }) => {
        await jobs.add({ name: "never-heard-of", payload: 1 }).catch(() => {});
        await store.set("state", "changed");
      });
      equal((await durable.jobs.list({ name: "never-heard-of" })).length, 1);
    },
  },
  {
    says: "or nothing of it, and a key that was not used is free",
    run: async ({ durable }) => {
      await durable.store.set("state", "before");
      const failing = durable.transaction(async (tx) => {
        await writeAll(tx);
        await tx.store.delete("state");
        throw new Error("no");
      });
      await rejects(failing, /^Error: no$/);
      equal(await durable.store.get("state"), "before");
      deepEqual(await durable.outbox.list(), []);
      deepEqual(await durable.jobs.list(), []);
      await durable.transaction(writeAll);
      equal((await durable.jobs.list()).length, 1);
    },
  },
  {
    says: "reads what it wrote itself",
    run: async ({ durable }) => {
      await durable.transaction(async (tx) => {
        const version = await tx.store.set("k/1", 1);
        equal(await tx.store.get("k/1"), 1);
        deepEqual(await tx.store.keys("k/"), ["k/1"]);
        await tx.store.set("k/1", 2, { ifVersion: version });
      });
      equal(await durable.store.get("k/1"), 2);
    },
  },
  {
    says: "comes before or after every other, never in the middle",
    run: async ({ durable }) => {
      await durable.store.set("count", 0);
      const add = (): Promise<void> =>
        durable.transaction(async (tx) => {
          const count = (await tx.store.get("count")) as number;
          await Promise.resolve();
          await tx.store.set("count", count + 1);
        });
      await Promise.all(Array.from({ length: 10 }, add));
      equal(await durable.store.get("count"), 10);
    },
  },
  {
    says: "is over when it is over",
    run: async ({ durable }) => {
      let kept: Transaction | undefined;
      await durable.transaction((tx) => Promise.resolve((kept = tx)));
      await rejects(async () => kept?.store.set("late", 1), MisuseError);
      equal(await durable.store.get("late"), undefined);
    },
  },
  {
    says: "refuses to wait for itself",
    run: async ({ durable }) => {
      const nested = durable.transaction(() => durable.store.set("outside", 1));
      await rejects(nested, MisuseError);
    },
  },
  {
    says: "is refused to whoever lost the lease",
    run: async ({ durable, pass }) => {
      const mine = await durable.lease.take({ name: "leader", holder: "one", ttlMs: 10_000 });
      if (mine === undefined) throw new Error("nobody else holds it");
      await durable.transaction((tx) => tx.store.set("by", "one"), { fence: mine });
      await pass(11_000);
      const late = durable.transaction((tx) => tx.store.set("by", "too late"), { fence: mine });
      await rejects(late, { name: "FencedError" });
      const theirs = await durable.lease.take({ name: "leader", holder: "two", ttlMs: 10_000 });
      if (theirs === undefined) throw new Error("it had run out");
      await durable.transaction((tx) => tx.store.set("by", "two"), { fence: theirs });
      await rejects(
        durable.transaction((tx) => tx.store.set("by", "one"), { fence: mine }),
        { name: "FencedError" },
      );
      equal(await durable.store.get("by"), "two");
    },
  },
];
