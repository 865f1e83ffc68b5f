/** The jobs that wait for their times, by kind: what `job()` does later stands in lists beside what is planned. */
import type { UnixMs } from "@matterwright/protocol";
import type { Jobs } from "../store/work.ts";
import { RUN_JOB } from "./start.ts";

/** The jobs of one name that wait. */
export interface WaitingJobs {
  readonly name: string;
  readonly count: number;
  /** When the first of them is due. */
  readonly next: Date;
}

const PAGE = 1_000;
/** More than so many are not counted: nobody wants to wait for that. */
const PAGES = 10;

/** By alphabet, without the runs of schedules. */
export async function waitingJobs(jobs: Pick<Jobs, "list">): Promise<readonly WaitingJobs[]> {
  const found = new Map<string, { count: number; nextMs: UnixMs }>();
  let after: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const listed = await jobs.list({ state: "waiting", limit: PAGE, ...(after === undefined ? {} : { after }) });
    for (const { name, runAt } of listed) {
      const { count, nextMs } = found.get(name) ?? { count: 0, nextMs: Infinity };
      found.set(name, { count: count + 1, nextMs: Math.min(nextMs, runAt) });
    }
    after = listed.at(-1)?.id;
    if (listed.length < PAGE) break;
  }
  found.delete(RUN_JOB);
  const all = [...found].map(([name, { count, nextMs }]) => ({ name, count, next: new Date(nextMs) }));
  return all.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
