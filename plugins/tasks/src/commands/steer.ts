/** `!task pause`, `resume`, `skip next` and `cancel`: what administrators do about the times and runs of one task. */
import { type CommandContext, type PluginScope, code, momentIn, z } from "matterwright";
import type { Tasks } from "../tasks.ts";
import { scheduleOf } from "./found.ts";
import { zoneFor } from "./words.ts";

const args = { task: z.string().describe("as `tasks` lists it") };

interface Named {
  readonly task: string;
  readonly schedule: string;
}

export function steer(bot: PluginScope, tasks: Tasks): void {
  const { schedules } = bot;
  const add = (verb: string, about: string, act: (ctx: CommandContext, named: Named) => Promise<string>): void => {
    const spec = { about, args, adminOnly: true, examples: ["my_task"] };
    bot.command(`task ${verb}`, spec, async (ctx, { task }) => {
      await ctx.reply(await act(ctx, { task, schedule: await scheduleOf(tasks, task) }));
    });
  };
  const nextOf = async (ctx: CommandContext, schedule: string): Promise<string> => {
    const { next, state, timezone } = await schedules.get(schedule);
    if (state === "paused") return "It is paused.";
    if (next === undefined) return "It has no times of its own.";
    const zone = await zoneFor(ctx, timezone);
    return `Next: ${momentIn(next.getTime(), zone)} (${zone}).`;
  };
  add("pause", "Leave out the times of a task until it is resumed", async (ctx, { task, schedule }) => {
    await schedules.pause(schedule, `@${ctx.user.username}`);
    return `${code(task)} is paused: its times are left out until it is resumed. It can still be run by hand.`;
  });
  add("resume", "Run a task at its times again", async (ctx, { task, schedule }) => {
    await schedules.resume(schedule);
    return `${code(task)} runs at its times again. ${await nextOf(ctx, schedule)}`;
  });
  add("skip next", "Leave out the next time of a task", async (ctx, { task, schedule }) => {
    const skipped = await schedules.skipNext(schedule);
    if (skipped === undefined) return `${code(task)} has no time that could be left out.`;
    const { timezone } = await schedules.get(schedule);
    const zone = await zoneFor(ctx, timezone);
    return `${code(task)} leaves out ${momentIn(skipped.getTime(), zone)}. ${await nextOf(ctx, schedule)}`;
  });
  add("cancel", "End a run of a task, and forget those that wait", async (_, { task, schedule }) => {
    const ended = await schedules.cancel(schedule);
    return ended === 0 ? `${code(task)} is not running.` : `${code(task)} is told to end.`;
  });
}
