/** `!task log`: what became of the last runs of a task, and what the last one said. */
import { type PluginScope, code, codeBlock, momentIn, table, z } from "matterwright";
import { type RunRecord, lastRuns } from "../runs/record.ts";
import type { Tasks } from "../tasks.ts";
import { scheduleOf } from "./found.ts";
import { resultOf, tookOf, zoneFor } from "./words.ts";

export function log(bot: PluginScope, tasks: Tasks): void {
  const args = { task: z.string().describe("as `tasks` lists it") };
  const about = "Tell what became of the last runs of a task";
  bot.command("task log", { about, args, adminOnly: true, examples: ["my_task"] }, async (ctx, { task }) => {
    const schedule = await scheduleOf(tasks, task);
    const [{ past, timezone }, runs, next] = await Promise.all([
      bot.schedules.get(schedule),
      lastRuns(bot.store, task),
      bot.schedules.next(schedule),
    ]);
    const zone = await zoneFor(ctx, timezone);
    const rows = past.map((run) => [
      momentIn(run.startedAt ?? run.planned, zone),
      run.by ?? "schedule",
      resultOf(run),
      tookOf(run),
      run.reason === undefined ? "" : code(run.reason),
      run.ref ?? "",
    ]);
    const coming =
      next.length === 0 ? "" : `Next: ${next.map((time) => momentIn(time.getTime(), zone)).join(", ")} (${zone}).`;
    const ran =
      rows.length === 0
        ? `${code(task)} has not run yet.`
        : `The last runs of ${code(task)}, in ${zone}:\n\n${table(["When", "Asked by", "Result", "Took", "Why", "Ref"], rows)}`;
    const [last] = runs;
    await ctx.reply([ran, coming, last === undefined ? "" : details(last)].filter((part) => part !== "").join("\n\n"));
  });
}

function details({ ref, args, exitCode, messages, stderr = "", output, notes }: RunRecord): string {
  const facts = [
    `Ref ${ref}`,
    ...(args.length === 0 ? [] : [`arguments ${args.map((each) => code(each)).join(" ")}`]),
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
    `${messages} ${messages === 1 ? "message" : "messages"}`,
  ];
  return [
    `The last one: ${facts.join(", ")}.`,
    ...notes.map((note) => `:information_source: ${note}`),
    ...(output.trim() === "" ? [] : [`It said:\n${codeBlock(output.trimEnd())}`]),
    ...(stderr.trim() === "" ? [] : [`Its standard error:\n${codeBlock(stderr.trimEnd())}`]),
  ].join("\n\n");
}
