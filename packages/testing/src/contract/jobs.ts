/** What every engine's jobs do. */
import { deepEqual, equal, ok } from "node:assert/strict";
import type { Job, JobEnding } from "matterwright";
import { type Claim, type Harness, until } from "./harness.ts";

const done: JobEnding = { kind: "done" };

/** Works off one name and keeps what it saw. */
async function working(
  harness: Harness,
  run: (job: Job, signal: AbortSignal) => Promise<JobEnding> = () => Promise.resolve(done),
) {
  const seen: Job[] = [];
  const worker = await harness.durable.jobs.work({
    name: "work",
    run: (job, signal) => {
      seen.push(job);
      return run(job, signal);
    },
  });
  return { seen, worker };
}

async function stateOf({ durable }: Harness, id: string | undefined): Promise<string | undefined> {
  return id === undefined ? undefined : (await durable.jobs.get(id))?.state;
}

export const jobsClaims: readonly Claim[] = [
  {
    says: "runs what was added before and after somebody works, once",
    run: async (harness) => {
      const { jobs } = harness.durable;
      const before = await jobs.add({ name: "work", payload: { n: 1 } });
      await jobs.add({ name: "another", payload: 0 });
      const { seen, worker } = await working(harness);
      await until(harness, "the first is done", async () => (await stateOf(harness, before)) === "done");
      const after = await jobs.add({ name: "work", payload: { n: 2 } });
      await until(harness, "the second is done", async () => (await stateOf(harness, after)) === "done");
      deepEqual(
        seen.map(({ payload, attempt, wasInterrupted }) => [payload, attempt, wasInterrupted]),
        [
          [{ n: 1 }, 1, false],
          [{ n: 2 }, 1, false],
        ],
      );
      deepEqual(
        (await jobs.list({ state: "waiting" })).map(({ name }) => name),
        ["another"],
      );
      await worker.stop();
    },
  },
  {
    says: "runs nothing before its time",
    run: async (harness) => {
      const { jobs } = harness.durable;
      const soon = await jobs.add({ name: "work", payload: "now" });
      const addedAt = (await jobs.get(soon!))!.addedAt;
      const later = await jobs.add({ name: "work", payload: "later", runAt: addedAt + 60_000 });
      const { seen, worker } = await working(harness);
      await until(harness, "the due one is done", async () => (await stateOf(harness, soon)) === "done");
      equal(await stateOf(harness, later), "waiting");
      await harness.pass(60_000);
      await until(harness, "the later one is done", async () => (await stateOf(harness, later)) === "done");
      deepEqual(
        seen.map(({ payload }) => payload),
        ["now", "later"],
      );
      await worker.stop();
    },
  },
  {
    says: "adds a key once, also when the first is done",
    run: async (harness) => {
      const { jobs } = harness.durable;
      const first = await jobs.add({ name: "work", payload: 1, key: "daily@07:00" });
      ok(first);
      equal(await jobs.add({ name: "work", payload: 2, key: "daily@07:00" }), undefined);
      ok(await jobs.add({ name: "another", payload: 3, key: "daily@07:00" }));
      const { seen, worker } = await working(harness);
      await until(harness, "it is done", async () => (await stateOf(harness, first)) === "done");
      equal(await jobs.add({ name: "work", payload: 4, key: "daily@07:00" }), undefined);
      equal(seen.length, 1);
      await worker.stop();
    },
  },
  {
    says: "runs again when the run asks for it",
    run: async (harness) => {
      const { jobs } = harness.durable;
      const id = await jobs.add({ name: "work", payload: 1 });
      const { seen, worker } = await working(harness, (job) =>
        Promise.resolve(
          job.attempt < 3 ? { kind: "again", runAt: job.runAt, reason: `attempt ${job.attempt} was nothing` } : done,
        ),
      );
      await until(harness, "it is done", async () => (await stateOf(harness, id)) === "done");
      deepEqual(
        seen.map(({ attempt, wasInterrupted }) => [attempt, wasInterrupted]),
        [
          [1, false],
          [2, false],
          [3, false],
        ],
      );
      await worker.stop();
    },
  },
  {
    says: "ends as failed what throws or says so, with the reason",
    run: async (harness) => {
      const { jobs } = harness.durable;
      const [thrown, said] = [
        await jobs.add({ name: "work", payload: 1 }),
        await jobs.add({ name: "work", payload: 2 }),
      ];
      const { worker } = await working(harness, (job) => {
        if (job.payload === 1) return Promise.reject(new Error("boom"));
        return Promise.resolve({ kind: "failed", reason: "no such channel" });
      });
      await until(harness, "both ended", async () => (await jobs.list({ state: "failed" })).length === 2);
      equal((await jobs.get(thrown!))?.reason, "boom");
      equal((await jobs.get(said!))?.reason, "no such channel");
      await worker.stop();
    },
  },
  {
    says: "writes what a run decided together with its end",
    run: async (harness) => {
      const { durable } = harness;
      const id = await durable.jobs.add({ name: "work", payload: 1 });
      const { worker } = await working(harness, () =>
        Promise.resolve({ kind: "done", write: async (tx) => void (await tx.store.set("result", 42)) }),
      );
      await until(harness, "it is done", async () => (await stateOf(harness, id)) === "done");
      equal(await durable.store.get("result"), 42);
      await worker.stop();
    },
  },
  {
    says: "says when the end of a run is written down",
    run: async (harness) => {
      const { durable } = harness;
      const id = await durable.jobs.add({ name: "work", payload: 1 });
      const order: string[] = [];
      const { worker } = await working(harness, () =>
        Promise.resolve({
          kind: "done",
          write: async (tx) => {
            await tx.store.set("result", 42);
            order.push("written");
          },
          over: () => void order.push("over"),
        }),
      );
      await until(harness, "it is over", () => Promise.resolve(order.includes("over")));
      equal(order.join(), "written,over");
      equal(await stateOf(harness, id), "done");
      await worker.stop();
    },
  },
  {
    says: "can be cancelled: waiting at once, running by its signal",
    run: async (harness) => {
      const { jobs } = harness.durable;
      const waiting = await jobs.add({ name: "other", payload: 1 });
      equal(await jobs.cancel(waiting!), true);
      equal(await stateOf(harness, waiting), "cancelled");
      equal(await jobs.cancel(waiting!), false);
      equal(await jobs.cancel("999999"), false);
      const running = await jobs.add({ name: "work", payload: 1 });
      const { seen, worker } = await working(
        harness,
        (_, signal) =>
          new Promise((resolve) => {
            signal.addEventListener("abort", () => resolve({ kind: "failed", reason: "told to stop" }));
          }),
      );
      await until(harness, "it runs", () => Promise.resolve(seen.length === 1));
      equal(await jobs.cancel(running!), true);
      await until(harness, "it is cancelled", async () => (await stateOf(harness, running)) === "cancelled");
      await worker.stop();
    },
  },
  {
    says: "runs at most as many at the same time as was said",
    run: async (harness) => {
      const { jobs } = harness.durable;
      let running = 0;
      let most = 0;
      const release: (() => void)[] = [];
      const worker = await jobs.work({
        name: "work",
        concurrency: 2,
        run: async () => {
          most = Math.max(most, ++running);
          await new Promise<void>((resolve) => release.push(resolve));
          running--;
          return done;
        },
      });
      for (let n = 0; n < 5; n++) await jobs.add({ name: "work", payload: n });
      await until(harness, "all are done", async () => {
        if (running === 2) for (const each of release.splice(0)) each();
        if ((await jobs.list({ state: "waiting" })).length === 0) for (const each of release.splice(0)) each();
        return (await jobs.list({ state: "done" })).length === 5;
      });
      equal(most, 2);
      await worker.stop();
    },
  },
  {
    says: "gives what was cut off to the next who works, and says so",
    run: async (harness) => {
      const id = await harness.durable.jobs.add({ name: "work", payload: 1 });
      const first = await working(harness, () => new Promise(() => {}));
      await until(harness, "it runs", () => Promise.resolve(first.seen.length === 1));
      await first.worker.stop();
      const second = await working(harness);
      await harness.pass(60_000);
      await until(harness, "it is done", async () => (await stateOf(harness, id)) === "done");
      deepEqual(
        second.seen.map(({ attempt, wasInterrupted }) => [attempt, wasInterrupted]),
        [[2, true]],
      );
      await second.worker.stop();
    },
  },
];
