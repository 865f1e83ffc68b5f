/** Workers that are told to stop while they take a job. */
import { ManualClock } from "@matterwright/clock";
import { expect, test } from "vitest";
import { type Job, memoryDurable } from "../../index.ts";

test("a worker that is stopped begins nothing more, and what it had taken is there as before", async () => {
  const { jobs } = memoryDurable(new ManualClock());
  const begun: Job[] = [];
  const run = (job: Job) => {
    begun.push(job);
    return Promise.resolve({ kind: "done" } as const);
  };
  const worker = await jobs.work({ name: "tidy", run });
  await new Promise((resolve) => setImmediate(resolve));
  const adding = jobs.add({ name: "tidy", payload: 1 });
  const stopping = adding.then(() => worker.stop());
  const id = (await adding) ?? "";
  await stopping;
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual([]);
  expect(await jobs.get(id)).toMatchObject({ state: "waiting", attempt: 0 });
  await jobs.work({ name: "tidy", run });
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toMatchObject([{ id, attempt: 1, wasInterrupted: false }]);
});
