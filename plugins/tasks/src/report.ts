/**
 * Tells the log channel what administrators have to know of tasks: that one fails, once, with a count that grows; that it works again;
 * that a run was cut off. Reports are jobs, so that none is lost and they come in order.
 */
import { type Context, type JobKind, type Store, code, job, moment, storeKey, z } from "matterwright";

const report = z.discriminatedUnion("kind", [
  z.object({
    kind: z.enum(["failed", "recovered", "interrupted"]),
    task: z.string(),
    failures: z.number(),
    reason: z.string(),
    ref: z.string(),
  }),
  z.object({ kind: z.literal("notice"), text: z.string() }),
]);

export type Report = z.output<typeof report>;
type TaskReport = Exclude<Report, { kind: "notice" }>;

/** Whether it arrived has to be known: what comes next goes by it. */
const NOW = { durable: false } as const;

/** The post that tells of a row of failures. */
const alert = storeKey("alerts", z.object({ postId: z.string(), since: z.number() }));

/** @param channel where to tell it */
export function reports(store: Store, channel: string): JobKind<Report> {
  return job("tasks.report", report, (ctx, told) => {
    if (told.kind === "notice") return ctx.to(channel).post(`:warning: ${told.text}`, NOW);
    return tell(ctx, told, { store, channel });
  });
}

interface Where {
  readonly store: Store;
  readonly channel: string;
}

async function tell(ctx: Context<"tick">, told: TaskReport, { store, channel }: Where): Promise<void> {
  const { kind, task, failures, reason, ref } = told;
  const key = alert.at(task);
  const open = await key.get(store);
  if (kind === "interrupted") {
    await ctx.to(channel).post(`:warning: A run of the task ${code(task)} was cut off: ${reason}. Ref ${ref}`, NOW);
  } else if (kind === "recovered") {
    await key.delete(store);
    const thread = open === undefined ? {} : { thread: open.postId };
    await ctx
      .to(channel, thread)
      .post(`:white_check_mark: The task ${code(task)} works again, after ${times(failures)}.`, NOW);
  } else if (open === undefined) {
    const text = `:x: The task ${code(task)} failed: ${code(reason)} Ref ${ref}`;
    const { id } = await ctx.to(channel).post(text, NOW);
    await key.set(store, { postId: id, since: ctx.now.getTime() });
  } else {
    const row = `has failed ${failures} times in a row, since ${moment(open.since)}`;
    const message = `:x: The task ${code(task)} ${row}; the last time at ${moment(ctx.now.getTime())}: ${code(reason)} Ref ${ref}`;
    await ctx.rest.posts.patch(open.postId, { message });
  }
}

function times(failures: number): string {
  return failures === 1 ? "one failure" : `${failures} failures`;
}
