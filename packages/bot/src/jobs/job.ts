/** A kind of work that is done later, once, even if the program dies before or in the middle of it. */
import type { ZodType } from "zod";
import type { Context } from "../context/context.ts";
import { MisuseError, issuesOf } from "../errors.ts";
import type { Installable, Workplace } from "../install/install.ts";
import { StoredValueError } from "../store/errors.ts";
import type { JobQueue } from "../store/jobs.ts";
import type { Job } from "../store/work.ts";
import type { Kind } from "../update/update.ts";

export interface JobOptions {
  /** Jobs of this kind that run at the same time in one process; 1 by default. */
  readonly concurrency?: number;
  /**
   * Whether a run that was cut off, because the program died, is run again; true by default. With false it ends as failed and is
   * logged: for work that must not happen twice and cannot tell how far it came.
   */
  readonly rerunsAfterCrash?: boolean;
}

export interface JobTime {
  /** Not before; at once by default. */
  readonly at?: Date;
  /** Makes it the only one of its kind with this key, for a week beyond its end. */
  readonly key?: string;
}

/** Both what does the work, given to `bot.use`, and what asks for it. */
export interface JobKind<Payload> extends Installable {
  readonly name: string;
  /**
   * Asks for the work, when the handler has ended well: together with everything else that it writes.
   *
   * @throws MisuseError when the payload does not fit the schema, or the handler has ended already.
   */
  add<K extends Kind>(ctx: Context<K>, payload: Payload, time?: JobTime): void;
  /** The same from anywhere: within a transaction, or with `durable.jobs`. Resolves with the job's id, or nothing when its key was used. */
  addTo(jobs: JobQueue, payload: Payload, time?: JobTime): Promise<string | undefined>;
}

/** What `bot.job` takes. */
export type JobArguments<Payload> = Parameters<typeof job<Payload>>;

/**
 * Makes a kind of job.
 *
 * @param name lower case letters, digits, dots and dashes; it stands in the store, so keep it
 * @param run does the work. What it posts and writes is written together with the end of the job. If it throws, the job
 *   has failed: it is logged with a reference and not run again.
 * @example
 * const send = job("announce", z.object({ message: z.string() }), (ctx, { message }) => ctx.to("~town-square").post(message));
 * bot.use(send).command("later", { about: "Announce in an hour" }, (ctx) =>
 *   send.add(ctx, { message: "Lunch is here" }, { at: new Date(ctx.now.getTime() + 3_600_000) }));
 */
export function job<Payload>(
  name: string,
  schema: ZodType<Payload>,
  run: (ctx: Context<"tick">, payload: Payload) => unknown,
  options: JobOptions = {},
): JobKind<Payload> {
  if (!/^[a-z][a-z0-9.-]{0,63}$/.test(name))
    throw new MisuseError(`"${name}" is no name of a job: use lower case letters, digits, dots and dashes`);
  const newJob = (payload: Payload, { at, key }: JobTime): Parameters<JobQueue["add"]>[0] => {
    const parsed = schema.safeParse(payload);
    if (!parsed.success)
      throw new MisuseError(`a job ${name} cannot be asked for with this: ${issuesOf(parsed.error)}`);
    return {
      name,
      payload,
      ...(at === undefined ? {} : { runAt: at.getTime() }),
      ...(key === undefined ? {} : { key }),
    };
  };
  const read = (stored: Pick<Job, "id" | "payload">): Payload => {
    const parsed = schema.safeParse(stored.payload);
    if (parsed.success) return parsed.data;
    const whatToDo = `have the schema of ${name} take it, or take it back with \`matterwright jobs cancel ${stored.id}\``;
    throw new StoredValueError(`job ${name} ${stored.id}`, issuesOf(parsed.error), whatToDo);
  };
  return {
    name,
    add(ctx, payload, time = {}) {
      const wanted = newJob(payload, time);
      ctx.write((tx) => tx.jobs.add(wanted));
    },
    addTo: async (jobs, payload, time = {}) => jobs.add(newJob(payload, time)),
    install: (workplace: Workplace) =>
      workplace.handleJobs({
        name,
        ...options,
        check: (stored) => void read(stored),
        run: (ctx) => run(ctx, read(ctx.update.job)),
      }),
  };
}
