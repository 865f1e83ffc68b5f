/** `!log tail`: the last lines of the bot's log, in a direct message. They are kept in memory, without secrets. */
import { LOG_LEVELS, type LogRecord, type PluginScope, codeBlock, named, z } from "matterwright";
import { answerDiscreetly, discreet } from "./discreet.ts";
import { pluginNamed } from "./plugin-named.ts";

/** One line of the log is as long as this at most. */
const LONGEST = 240;

export function logTail(bot: PluginScope): void {
  bot.command(
    "log tail",
    {
      ...discreet,
      about: "Show the last lines of the log",
      details: "They are those since the start, of the last thousand, and come in a direct message.",
      args: {
        lines: z.int().min(1).max(200).default(40).describe("how many"),
        plugin: named(z.string().optional()).describe("those of one plugin only, or of `bot`"),
        level: named(z.enum(LOG_LEVELS).optional()).describe("those from this level on"),
      },
      examples: ["", "100 --level warn", "--plugin tasks"],
    },
    async (ctx, { lines, plugin: typed, level }) => {
      const all = bot.operations.log.tail(Infinity);
      // What one that is gone has logged is still there.
      const gone = all.map(({ owner }) => owner);
      const plugin = typed === undefined ? undefined : pluginNamed(bot, typed, gone);
      const from = level === undefined ? 0 : LOG_LEVELS.indexOf(level);
      const wanted = all
        .filter((each) => LOG_LEVELS.indexOf(each.level) >= from && (plugin ?? each.owner) === each.owner)
        .slice(-lines);
      const clock = clockIn((await ctx.find.chosenZone()) ?? "UTC");
      const text = wanted.map((each) => lineOf(each, clock)).join("\n");
      await answerDiscreetly(ctx, text === "" ? "No line of the log is like that." : codeBlock(text));
    },
  );
}

function lineOf({ at, level, owner, message, facts }: LogRecord, clock: (atMs: number) => string): string {
  const line = `${clock(at)} ${level.padEnd(5)} ${owner}: ${message}${facts === "" ? "" : ` ${facts}`}`;
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** The time of day, to the second, as clocks of the asker show it. */
function clockIn(timeZone: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium", hourCycle: "h23" });
  return (atMs) => format.format(atMs);
}
