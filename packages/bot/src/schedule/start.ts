/** Gives wanted runs to the jobs, each under the key that makes it the only one: its schedule and its time. Within a transaction. */
import type { JobQueue } from "../store/jobs.ts";
import type { Entry } from "./entry.ts";
import type { ScheduleState, Wanted } from "./state.ts";

/** The name of the jobs that runs are. */
export const RUN_JOB = "schedule/run";

/** What such a job carries. */
export interface RunPayload extends Wanted {
  readonly schedule: string;
}

/** Starts what waits and may begin: everything, where runs may overlap, and else one when none is active. */
export async function startQueued(
  jobs: Pick<JobQueue, "add">,
  { name, options }: Entry,
  state: ScheduleState,
): Promise<ScheduleState> {
  const active = [...state.active];
  const queue = [...state.queue];
  while (queue.length > 0 && (options.overlap === "allow" || active.length === 0)) {
    const wanted = queue.shift() as Wanted;
    const payload: RunPayload = { schedule: name, ...wanted };
    const job = await jobs.add({ name: RUN_JOB, payload, ...keyOf(name, wanted) });
    // Nothing was added: this time has been run before, by a state that is lost or a clock that was set back.
    if (job !== undefined) active.push({ ...wanted, job });
  }
  return queue.length === state.queue.length ? state : { ...state, active, queue };
}

/** What somebody asks for is done as often as it is asked for, also twice in one moment. */
function keyOf(name: string, { planned, asked }: Wanted): { readonly key?: string } {
  return asked === undefined ? { key: `${name}@${new Date(planned).toISOString()}` } : {};
}
