/**
 * `!status`: whether the bot is well, in one line, and the figures behind it. Reasons of failures are for administrators.
 */
import {
  type BotStatus,
  type CallbackReport,
  type PluginInfo,
  type PluginScope,
  code,
  inWords,
  moment,
  table,
} from "matterwright";

export function status(bot: PluginScope): void {
  bot.command(
    "status",
    {
      about: "Tell how the bot is doing",
      details: "With `plugins`, `connection`, `load`, `jobs` or `callbacks` behind it: more about that.",
      slash: false,
    },
    async (ctx, _, { lead }) => {
      const now = bot.status();
      const failed = bot.plugins().filter((plugin) => plugin.state === "failed");
      await ctx.reply([verdict(now, failed, lead), table(["", ""], figures(now, bot.plugins()))].join("\n\n"));
    },
  );
}

function verdict(now: BotStatus, failed: readonly PluginInfo[], lead: string): string {
  const troubles = [
    connection(now),
    failed.length === 0 ? "" : `${named(failed)} did not start (see ${code(`${lead}plugin list`)})`,
    now.callbacks.state === "fails" ? `the server does not reach me (see ${code(`${lead}status callbacks`)})` : "",
    now.overflows === 0 ? "" : `${count(now.overflows, "message")} came too fast and had to be turned away`,
  ].filter((trouble) => trouble !== "");
  return troubles.length === 0
    ? ":white_check_mark: **All is well.**"
    : `:warning: **Not all is well:** ${troubles.join("; ")}.`;
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

function figures(now: BotStatus, plugins: readonly PluginInfo[]): string[][] {
  const active = plugins.filter((plugin) => plugin.state === "active").length;
  return [
    ["Version", `Matterwright ${now.version}`],
    ["Up for", `${inWords(now.now - now.startedAt)}, since ${moment(now.startedAt)}`],
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
