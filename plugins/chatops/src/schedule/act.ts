/** `!schedule run`, `pause`, `resume`, `skip`, `cancel` and `next`: what one does about one schedule. All but `next` are for administrators. */
import { type PluginScope, code, momentIn, rest, z } from "matterwright";
import { looksLikeTime, named, nextLines, previewLines, zoneFor } from "./book.ts";

const args = { name: z.string() };

export function scheduleNext(bot: PluginScope): void {
  bot.command(
    "schedule next",
    {
      about: "Tell the next five times of a schedule",
      details: "Or of one that is still to be made: `schedule next 30 9 * * 1-5`, `schedule next every 15 min`.",
      slash: false,
      args: { name: rest() },
      examples: ["standup", "30 9 * * 1-5"],
    },
    async (ctx, { name }) => {
      if (bot.schedules.find(name) === undefined && looksLikeTime(name)) {
        await ctx.reply(previewLines(bot, name, await zoneFor(ctx, { timezone: "UTC" })));
        return;
      }
      const info = await named(bot, name);
      await ctx.reply(await nextLines(bot, info, await zoneFor(ctx, info)));
    },
  );
}

export function scheduleRun(bot: PluginScope): void {
  const about = "Run a schedule now, beside its times";
  bot.command("schedule run", { about, slash: false, args, adminOnly: true }, async (ctx, { name: typed }) => {
    const { name } = await named(bot, typed);
    const answers = {
      started: `${code(name)} runs now.`,
      waits: `${code(name)} is running; I run it again when that has ended.`,
      busy: `${code(name)} is running already, so I did not start it again.`,
    };
    await ctx.reply(answers[await bot.schedules.run(name, { by: `@${ctx.user.username}` })]);
  });
}

export function schedulePause(bot: PluginScope): void {
  const about = "Leave out the times of a schedule until it is resumed";
  bot.command("schedule pause", { about, slash: false, args, adminOnly: true }, async (ctx, { name: typed }) => {
    const { name } = await named(bot, typed);
    await bot.schedules.pause(name, `@${ctx.user.username}`);
    await ctx.reply(`${code(name)} is paused. Times that pass now are not made up for.`);
  });
}

export function scheduleResume(bot: PluginScope): void {
  const about = "Let a paused schedule run again";
  bot.command("schedule resume", { about, slash: false, args, adminOnly: true }, async (ctx, { name: typed }) => {
    const info = await named(bot, typed);
    if (info.state !== "paused" && info.pausedBy === undefined) return ctx.reply(`${code(info.name)} is not paused.`);
    await bot.schedules.resume(info.name);
    return ctx.reply(await nextLines(bot, info, await zoneFor(ctx, info)));
  });
}

export function scheduleSkip(bot: PluginScope): void {
  const about = "Leave out the next time of a schedule";
  bot.command("schedule skip", { about, slash: false, args, adminOnly: true }, async (ctx, { name: typed }) => {
    const info = await named(bot, typed);
    const skipped = await bot.schedules.skipNext(info.name);
    if (skipped === undefined) return ctx.reply(`${code(info.name)} has no times to come.`);
    const zone = await zoneFor(ctx, info);
    const left = `I leave out ${momentIn(skipped.getTime(), zone)}.`;
    return ctx.reply(`${left} ${await nextLines(bot, info, zone)}`);
  });
}

export function scheduleCancel(bot: PluginScope): void {
  const about = "End what runs of a schedule now, and forget what waits";
  bot.command("schedule cancel", { about, slash: false, args, adminOnly: true }, async (ctx, { name: typed }) => {
    const { name } = await named(bot, typed);
    const count = await bot.schedules.cancel(name);
    const what = count === 1 ? "one run" : `${count} runs`;
    await ctx.reply(count === 0 ? `${code(name)} is not running.` : `I told ${what} of ${code(name)} to end.`);
  });
}
