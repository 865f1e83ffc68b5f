/** `!schedule list`: everything that runs by itself, when it comes next, and how it went last. Why it failed is for administrators. */
import {
  type PastRun,
  type PluginScope,
  type ScheduleInfo,
  closest,
  code,
  inWords,
  momentIn,
  rest,
  table,
} from "matterwright";
import { planOf, zoneFor } from "./book.ts";

/** More would be a file that nobody reads. */
const MOST = 50;

export function scheduleList(bot: PluginScope): void {
  bot.command(
    "schedule list",
    {
      about: "List what is planned, and how it went",
      args: { part: rest().default("") },
      slash: false,
      details: "With a part of a name it lists those alone.",
      aliases: ["schedule", "schedules"],
    },
    async (ctx, { part }, { lead }) => {
      const all = (await bot.schedules.list()).filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()));
      const jobs = (await bot.schedules.jobs()).filter(({ name }) => name.includes(part.toLowerCase()));
      if (all.length + jobs.length === 0)
        return ctx.reply(
          part === "" ? "Nothing is planned." : `Nothing like ${code(part)} is planned.${hint(bot, part, lead)}`,
        );
      const zone = await zoneFor(ctx, { timezone: all[0]?.timezone ?? "UTC" });
      const rows = all.slice(0, MOST).map((info) => row(info, { zone, now: ctx.now, forAdmin: ctx.isAdmin }));
      const waiting = jobs.map(({ name, count, next }) => [code(name), `${count}`, momentIn(next.getTime(), zone)]);
      const parts = [
        rows.length === 0 ? "" : table(["Schedule", "When", `Next, in ${zone}`, "Last", "For"], rows),
        all.length > MOST ? `${all.length - MOST} more: give a part of a name.` : "",
        waiting.length === 0 ? "" : table(["Jobs", "Waiting", `Next, in ${zone}`], waiting),
      ];
      return ctx.reply(parts.filter((text) => text !== "").join("\n\n"));
    },
  );
}

/** Perhaps it was to be another of these commands. */
function hint(bot: PluginScope, part: string, lead: string): string {
  const [word = ""] = part.split(" ", 1);
  const names = bot.commands.group("schedule").map(({ name }) => name);
  const meant = closest(`schedule ${word}`, names);
  return meant === undefined ? "" : ` Or did you mean ${code(lead + meant)}?`;
}

interface Reader {
  readonly zone: string;
  readonly now: Date;
  readonly forAdmin: boolean;
}

function row(info: ScheduleInfo, reader: Reader): string[] {
  return [code(info.name), planOf(info), next(info, reader), last(info, reader), info.about];
}

function next({ state, next, pausedBy }: ScheduleInfo, { zone }: Reader): string {
  if (state === "paused") return `:double_vertical_bar: paused by ${pausedBy ?? "somebody"}`;
  if (state === "unreadable") return ":x: not run: the log says why";
  if (state === "disabled") return "disabled";
  if (state === "asked") return "when asked";
  const time = next === undefined ? "never again" : momentIn(next.getTime(), zone);
  return state === "running" ? `:runner: now; ${time}` : time;
}

function last({ past: [run], failures }: ScheduleInfo, { now, forAdmin }: Reader): string {
  if (run === undefined) return "";
  const reason = forAdmin && run.reason !== undefined ? `: ${code(run.reason)}` : "";
  const ref = run.result === "failed" && run.ref !== undefined ? ` (ref ${run.ref})` : "";
  const row = failures > 1 ? `, ${failures} times in a row` : "";
  return `${SIGNS[run.result]} ${run.result}${row} ${ago(run, now)}${ref}${reason}`;
}

const SIGNS: Readonly<Record<PastRun["result"], string>> = {
  done: ":white_check_mark:",
  failed: ":x:",
  interrupted: ":warning:",
  cancelled: ":no_entry_sign:",
  missed: ":zzz:",
  skipped: ":fast_forward:",
};

function ago({ startedAt, planned, tookMs }: PastRun, now: Date): string {
  const since = `${inWords(now.getTime() - (startedAt ?? planned))} ago`;
  return tookMs === undefined || tookMs < 1_000 ? since : `${since}, in ${inWords(tookMs)}`;
}
