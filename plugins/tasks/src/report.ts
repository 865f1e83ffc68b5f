/**
 * Tells the log channel what administrators have to know of tasks: that one fails, once, with a count that grows; that it works again;
 * that a run was cut off. Reports are jobs, so that none is lost and they come in order.
 */
import { type Context, type JobKind, type Store, code, errorFacts, job, moment, storeKey, z } from "matterwright";

const report = z.discriminatedUnion("kind", [
  z.object({
    kind: z.enum(["failed", "recovered", "interrupted"]),
    task: z.string(),
    failures: z.number(),
    reason: z.string(),
    ref: z.string(),
  }),
  z.object({ kind: z.enum(["notice", "planned"]), text: z.string() }),
]);

export type Report = z.output<typeof report>;
type TaskReport = Exclude<Report, { text: string }>;

const SIGNS = { notice: ":warning:", planned: ":calendar:" } as const;

/** Whether it arrived has to be known: what comes next goes by it. */
const NOW = { durable: false } as const;

/** The post that tells of a row of failures. */
const alert = storeKey("alerts", z.object({ postId: z.string(), since: z.number() }));

/** @param channel where to tell it */
export function reports(store: Store, channel: string): JobKind<Report> {
  return job("tasks.report", report, (ctx, told) => {
    if ("text" in told) return ctx.to(channel).post(`${SIGNS[told.kind]} ${told.text}`, NOW);
    return tell(ctx, told, { store, channel });
  });
}

interface Where {
  readonly store: Store;
  readonly channel: string;
}

async function tell(ctx: Context<"tick">, told: TaskReport, where: Where): Promise<void> {
  if (told.kind === "failed") return failed(ctx, told, where);
  if (told.kind === "recovered") return recovered(ctx, told, where);
  const { task, reason, ref } = told;
  const text = `:warning: A run of the task ${code(task)} was cut off: ${reason}. Ref ${ref}`;
  await ctx.to(where.channel).post(text, NOW);
}

/** The first failure of a row is told in a post, and those after it by what is then in that post. */
async function failed(ctx: Context<"tick">, told: TaskReport, { store, channel }: Where): Promise<void> {
  const { task, failures, reason, ref } = told;
  const key = alert.at(task);
  const open = await key.get(store);
  const what = `${code(reason)} Ref ${ref}`;
  const since = open?.since ?? ctx.now.getTime();
  const row = `has failed ${failures} times in a row, since ${moment(since)}; the last time at ${moment(ctx.now.getTime())}`;
  const message = `:x: The task ${code(task)} ${open === undefined ? "failed" : row}: ${what}`;
  if (open !== undefined && (await isChanged(ctx, open.postId, message))) return;
  const { id } = await ctx.to(channel).post(message, NOW);
  await key.set(store, { postId: id, since });
}

/** Somebody may have deleted the post. */
async function isChanged(ctx: Context<"tick">, postId: string, message: string): Promise<boolean> {
  try {
    await ctx.rest.posts.patch(postId, { message });
    return true;
  } catch (error) {
    ctx.log.debug({ error: errorFacts(error) }, "a report about a task could not be changed, and is made anew");
    return false;
  }
}

async function recovered(ctx: Context<"tick">, told: TaskReport, { store, channel }: Where): Promise<void> {
  const key = alert.at(told.task);
  const open = await key.get(store);
  await key.delete(store);
  const count = told.failures === 1 ? "one failure" : `${told.failures} failures`;
  const text = `:white_check_mark: The task ${code(told.task)} works again, after ${count}.`;
  const plainly = (): Promise<unknown> => ctx.to(channel).post(text, NOW);
  if (open === undefined) await plainly();
  else await ctx.to(channel, { thread: open.postId }).post(text, NOW).catch(plainly);
}
