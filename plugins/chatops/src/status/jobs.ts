/** `!status jobs`: the work that waits for its time, by kind, and what has failed. Why it failed is for administrators. */
import { type PluginScope, code, moment, table } from "matterwright";
import { count } from "./status.ts";

/** Of what failed; more is for `matterwright jobs list`. */
const SHOWN = 20;

export function jobStatus(bot: PluginScope): void {
  const about = "Tell which work waits for its time, and what failed";
  bot.command("status jobs", { about, slash: false }, async (ctx) => {
    const { jobs } = bot.operations;
    const zone = await ctx.find.zone();
    const waiting = (await bot.schedules.jobs()).map((each) => [
      code(each.name),
      `${each.count}`,
      moment(each.next.getTime(), zone),
    ]);
    const failed = await jobs.list({ state: "failed", limit: SHOWN });
    const running = await jobs.list({ state: "running", limit: SHOWN });
    const reasons = failed.map(({ id, name, reason = "" }) => [id, code(name), ctx.isAdmin ? reason : ""]);
    const parts = [
      waiting.length === 0 ? "Nothing waits for its time." : table(["Jobs", "Waiting", "Next"], waiting),
      running.length === 0 ? "" : `Running now: ${running.map(({ name }) => code(name)).join(", ")}.`,
      failed.length === 0
        ? ""
        : `${count(failed.length, "job")} failed:\n\n${table(["Id", "Job", "Because"], reasons)}`,
    ];
    await ctx.reply(parts.filter((part) => part !== "").join("\n\n"));
  });
}
