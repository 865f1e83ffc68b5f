/** `!tasks`: every task with its schedule, its next and its last run, and what could not be loaded. */
import { type PluginScope, type ScheduleInfo, code, inert, momentIn, table } from "matterwright";
import type { Tasks } from "../tasks.ts";
import { resultOf, tookOf, zoneFor } from "./words.ts";

export function list(bot: PluginScope, { planning, folder, file, isReady }: Tasks): void {
  const about = "List the tasks, when they run and how they ended";
  bot.command("tasks", { about, aliases: ["task list"], adminOnly: true }, async (ctx, _, { lead }) => {
    await isReady;
    const zone = await zoneFor(ctx, "UTC");
    const schedules = await Promise.all(planning.names.map((name) => bot.schedules.get(`tasks/${name}`)));
    const troubles = [...folder.troubles].map(
      ([path, reason]) => `:warning: ${code(path)} is skipped: ${inert(reason)}`,
    );
    const wrong = file.trouble === "" ? [] : [`:warning: ${inert(file.trouble)}`];
    const head = ["Task", "What it does", "Schedule", "Next", "Last", "Result", "Took"];
    const tasks =
      schedules.length === 0
        ? `There are no tasks: put a file into ${code(folder.shown)}.`
        : table(
            head,
            schedules.map((schedule) => row(schedule, { zone, folder })),
          );
    const hint = `Times are in ${zone}. ${code(`${lead}run <task>`)} runs one now, ${code(`${lead}task log <task>`)} tells more.`;
    await ctx.reply([...wrong, tasks, ...troubles, hint].join("\n\n"));
  });
}

interface Here {
  readonly zone: string;
  readonly folder: Tasks["folder"];
}

function row(info: ScheduleInfo, { zone, folder }: Here): string[] {
  const name = info.name.replace(/^tasks\//, "");
  const last = info.past.find(({ startedAt }) => startedAt !== undefined) ?? info.past[0];
  return [
    code(name),
    folder.get(name) === undefined ? `:warning: not in ${code(folder.shown)}` : inert(info.about),
    info.when === "never" ? "" : `${code(info.when)} ${info.timezone}`,
    nextOf(info, zone),
    last === undefined ? "" : momentIn(last.startedAt ?? last.planned, zone),
    last === undefined ? "" : resultOf(last),
    last === undefined ? "" : tookOf(last),
  ];
}

function nextOf({ state, next, pausedBy }: ScheduleInfo, zone: string): string {
  if (state === "running") return ":hourglass_flowing_sand: running";
  if (state === "paused") return `paused by ${pausedBy ?? "somebody"}`;
  if (state === "disabled") return "disabled";
  return next === undefined ? "" : momentIn(next.getTime(), zone);
}
