/**
 * `!status`: whether the bot is well, in one line, and the figures behind it. Reasons of failures are for administrators.
 */
import {
  type BotStatus,
  type CallbackReport,
  type PluginInfo,
  type PluginScope,
  type RunningCommand,
  code,
  inWords,
  moment,
  table,
  z,
} from "matterwright";

/** A command that runs for so long may never end. */
const LONG_MS = 600_000;
/** What held everything up longer ago is for the log. */
const HELD_RECENTLY_MS = 600_000;

export function status(bot: PluginScope): void {
  bot.command(
    "status",
    {
      about: "Tell how the bot is doing",
      details: "With `plugins`, `connection`, `load`, `jobs` or `callbacks` behind it: more about that.",
      // Each of these is a command of its own; here only what is none of them arrives.
      args: { part: z.enum(["plugins", "connection", "load", "jobs", "callbacks"]).optional() },
      slash: false,
    },
    async (ctx, _, { lead }) => {
      const now = bot.status();
      const failed = bot.plugins().filter((plugin) => plugin.state === "failed");
      const endless = bot.commands.running().filter(({ startedAt }) => now.now - startedAt > LONG_MS);
      await ctx.reply(
        [
          verdict(now, { failed, endless }, lead),
          table(["", ""], figures(now, bot.plugins(), await ctx.find.zone())),
        ].join("\n\n"),
      );
    },
  );
}

interface Troubled {
  readonly failed: readonly PluginInfo[];
  readonly endless: readonly RunningCommand[];
}

function verdict(now: BotStatus, { failed, endless }: Troubled, lead: string): string {
  const troubles = [
    connection(now),
    failed.length === 0 ? "" : `${named(failed)} did not start (see ${code(`${lead}plugin list`)})`,
    ...flooding(now),
    endless.length === 0 ? "" : `${lasting(endless, now.now)} (see ${code(`${lead}running`)})`,
    held(now),
    now.callbacks.state === "fails" ? `the server does not reach me (see ${code(`${lead}status callbacks`)})` : "",
    now.overflows === 0 ? "" : `${count(now.overflows, "message")} came too fast and had to be turned away`,
  ].filter((trouble) => trouble !== "");
  return troubles.length === 0
    ? ":white_check_mark: **All is well.**"
    : `:warning: **Not all is well:** ${troubles.join("; ")}.`;
}

/** Who is silent somewhere for having said too much. */
function flooding({ muted, now }: BotStatus): string[] {
  const untilMs = new Map<string, number>();
  for (const { plugin, until } of muted) untilMs.set(plugin, Math.max(until, untilMs.get(plugin) ?? 0));
  return [...untilMs].map(([plugin, until]) => {
    const places = muted.filter((each) => each.plugin === plugin).length;
    const often = `answered too often in ${count(places, "place")}, and`;
    const silent = `silent there for another ${inWords(until - now)}`;
    return plugin === "" ? `I ${often} am ${silent}` : `the plugin ${code(plugin)} ${often} is ${silent}`;
  });
}

/** What held everything up not long ago: what is known to have done it, or else what was in hand. */
function held({ holds, now }: BotStatus): string {
  const recent = holds.filter(({ at }) => now - at < HELD_RECENTLY_MS);
  const last = recent.at(-1);
  if (last === undefined) return "";
  const { by, during, heldMs, at } = last;
  const who = by === undefined ? "something" : code(by);
  const least = by === undefined ? "at least " : "";
  const inHand = during.length === 0 ? "" : `, while ${during.map((each) => code(each)).join(", ")} was in hand`;
  const more = recent.length === 1 ? "" : `, and ${count(recent.length - 1, "more time")} before that`;
  return `${who} held everything up for ${least}${(heldMs / 1_000).toFixed(1)} s, ${inWords(now - at)} ago${inHand}${more}`;
}

/** Those that may hang, by name: the oldest. */
function lasting(endless: readonly RunningCommand[], now: number): string {
  const [oldest] = endless.toSorted((a, b) => a.startedAt - b.startedAt);
  const { name = "", owner = "bot", startedAt = now } = oldest ?? {};
  const more = endless.length > 1 ? `, and ${endless.length - 1} more for long` : "";
  return `${code(name)} of ${code(owner)} has been running for ${inWords(now - startedAt)}${more}`;
}

/** What is wrong with the connection. Who asks is heard, and yet it may be that others are not. */
function connection({ link, linkReason }: BotStatus): string {
  if (link === "live") return "";
  return link === "degraded" ? `I may not hear everything: ${linkReason}` : "the connection to the server is down";
}

const CALLBACKS = {
  none: "no address, so no slash commands",
  untested: "not tried yet",
  works: "the server reaches me",
  fails: "the server does not reach me",
} as const satisfies Record<CallbackReport["state"], string>;

function figures(now: BotStatus, plugins: readonly PluginInfo[], zone: string): string[][] {
  const active = plugins.filter((plugin) => plugin.state === "active").length;
  return [
    ["Version", `Matterwright ${now.version}`],
    ["Up for", `${inWords(now.now - now.startedAt)}, since ${moment(now.startedAt, zone)}`],
    ["Server", now.url],
    ["Connection", `${now.link} for ${inWords(now.now - now.liveSince)}, ${count(now.reconnects, "reconnect")}`],
    ["Callbacks", CALLBACKS[now.callbacks.state]],
    ["Work", `${count(now.handled, "message")} answered, ${count(now.failures, "failure")}, ${now.waiting} in hand`],
    ["Plugins", `${active} of ${plugins.length} active`],
  ];
}

/** A few by name, many by number. */
function named(plugins: readonly PluginInfo[]): string {
  if (plugins.length > 3) return count(plugins.length, "plugin");
  return `${plugins.length === 1 ? "the plugin" : "the plugins"} ${plugins.map(({ name }) => code(name)).join(", ")}`;
}

/** `1 reconnect`, `2 reconnects`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
