/** What an engine that outlives the program keeps. */
import { deepEqual, equal, ok } from "node:assert/strict";
import type { Durable } from "matterwright";
import { type Claim, type Harness, until } from "./harness.ts";

async function reopened(harness: Harness): Promise<Durable> {
  if (harness.reopen === undefined) throw new Error("this engine cannot be opened again");
  return harness.reopen();
}

export const reopenClaims: readonly Claim[] = [
  {
    says: "keeps values, their versions and what is left of their time",
    run: async (harness) => {
      const version = await harness.durable.store.set("v", { a: 1 });
      await harness.durable.store.set("short", 1, { ttlMs: 60_000 });
      const { store } = await reopened(harness);
      deepEqual(await store.read("v"), { key: "v", value: { a: 1 }, version });
      ok((await store.set("v", 2, { ifVersion: version })) > version);
      await harness.pass(61_000);
      equal(await store.get("short"), undefined);
    },
  },
  {
    says: "keeps intents, and counts a try that was cut off",
    run: async (harness) => {
      const intent = { kind: "delete", postId: "p".repeat(26) } as const;
      const id = await harness.durable.outbox.add({ intent, queue: "q", owner: "test" });
      const [cut] = await harness.durable.outbox.claim({ limit: 1, leaseMs: 60_000 });
      const { outbox } = await reopened(harness);
      await harness.pass(61_000);
      const [again] = await outbox.claim({ limit: 1, leaseMs: 60_000 });
      deepEqual([again?.id, again?.attempts, again?.unsureSince, again?.intent], [id, 2, cut!.unsureSince, intent]);
    },
  },
  {
    says: "keeps jobs and their keys, and runs one that was cut off again, as interrupted",
    run: async (harness) => {
      const { jobs } = harness.durable;
      await jobs.add({ name: "work", payload: { n: 1 }, key: "once" });
      let hasBegun = false;
      await jobs.work({ name: "work", run: () => ((hasBegun = true), new Promise(() => {})) });
      await until(harness, "it runs", () => Promise.resolve(hasBegun));
      const later = await reopened(harness);
      equal(await later.jobs.add({ name: "work", payload: 2, key: "once" }), undefined);
      const seen: unknown[] = [];
      const worker = await later.jobs.work({
        name: "work",
        run: (job) => {
          seen.push([job.payload, job.attempt, job.wasInterrupted]);
          return Promise.resolve({ kind: "done" });
        },
      });
      await harness.pass(60_000);
      await until(harness, "it ran again", () => Promise.resolve(seen.length > 0));
      deepEqual(seen, [[{ n: 1 }, 2, true]]);
      await worker.stop();
    },
  },
  {
    says: "keeps leases, and never gives a token twice",
    run: async (harness) => {
      const held = await harness.durable.lease.take({ name: "leader", holder: "one", ttlMs: 10_000 });
      const { lease } = await reopened(harness);
      equal(await lease.take({ name: "leader", holder: "two", ttlMs: 10_000 }), undefined);
      await harness.pass(11_000);
      const next = await lease.take({ name: "leader", holder: "two", ttlMs: 10_000 });
      ok(next !== undefined && next.token > held!.token);
    },
  },
];
