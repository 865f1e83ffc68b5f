/** `!run`: runs a task now, beside its times, and tells how far it is. */
import { type CommandContext, type PluginScope, UserError, code, readWords, rest, z } from "matterwright";
import type { AskedRun } from "../runs/asked.ts";
import type { Tasks } from "../tasks.ts";
import { scheduleOf } from "./found.ts";

const ARGUMENTS_MAX = 100;

export function run(bot: PluginScope, tasks: Tasks): void {
  const args = {
    task: z.string().describe("as `tasks` lists it"),
    // As it was typed: what looks like a flag is the task's own.
    words: rest({ verbatim: true }).default("").describe("what the task is given"),
  };
  const spec = { about: "Run a task now", args, adminOnly: true, examples: ["my_task", "report --all"] };
  bot.command("run", spec, async (ctx, { task, words: typed }) => {
    const words = readWords(typed).map(({ text }) => text);
    if (words.length > ARGUMENTS_MAX) throw new UserError(`A task takes ${ARGUMENTS_MAX} arguments at most.`);
    await start(bot, ctx, { task, words, schedule: await scheduleOf(tasks, task) });
  });
}

interface Wanted {
  readonly task: string;
  readonly words: readonly string[];
  readonly schedule: string;
}

async function start(bot: PluginScope, ctx: CommandContext, { task, words, schedule }: Wanted): Promise<void> {
  const busy = `${code(task)} is running already.`;
  const { state, options } = await bot.schedules.get(schedule);
  if (state === "running" && (options.overlap ?? "skip") === "skip") throw new UserError(busy);
  const status = await ctx.reply(`:hourglass_flowing_sand: ${code(task)} …`);
  const payload: AskedRun = {
    args: [...words],
    user: { id: ctx.user.id, username: ctx.user.username },
    channelId: ctx.channelId,
    rootId: status?.root_id ?? ("rootId" in ctx.update ? ctx.update.rootId : ""),
    // Who ran a slash command was answered, and there is no post to change.
    ...(status === undefined ? {} : { statusId: status.id }),
  };
  const correct = (text: string): Promise<unknown> => (status === undefined ? ctx.reply(text) : ctx.edit(status, text));
  const answer = await bot.schedules.run(schedule, { by: `@${ctx.user.username}`, payload });
  if (answer === "busy") await correct(busy);
  if (answer === "waits") await correct(`${code(task)} is running; this run comes when that is over.`);
}
