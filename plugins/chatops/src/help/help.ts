/**
 * `!help`: all commands, those of one plugin, or everything about one command. It shows a person nothing that this person
 * may not run.
 */
import { type BotCommand, type CommandContext, type PluginScope, code, commandHelp, rest } from "matterwright";
import { apropos } from "./find.ts";
import { commandList, grouped, overview } from "./command-list.ts";
import { noSuchCommand } from "./did-you-mean.ts";

/** With more commands than this, `!help` names the plugins, and `!help <plugin>` their commands. */
const LISTED_MAX = 70;

export function help(bot: PluginScope): void {
  bot.command(
    "help",
    {
      about: "List the commands, or explain one",
      slash: false,
      details:
        "Give a command to learn all about it, a plugin to see its commands, or any word to search for it. A number behind it is a page.",
      args: { topic: rest().optional().describe("a command, a plugin, or a word to look for") },
      examples: ["", "status", "plugin"],
    },
    async (ctx, { topic }, { lead }) => {
      const visible = await bot.commands.visible(ctx);
      await ctx.reply(
        topic === undefined ? everything(bot, visible, lead) : await about(bot, ctx, { visible, topic, lead }),
      );
    },
  );
}

function everything(bot: PluginScope, visible: readonly BotCommand[], lead: string): string {
  const groups = grouped(visible, bot.plugins());
  const list =
    visible.length > LISTED_MAX
      ? overview(groups, lead)
      : groups.map((group) => commandList(group, { lead, next: (page) => `help ${group.title} ${page}` })).join("\n\n");
  const [prefix = "!"] = bot.commands.prefixes;
  return [
    `Here is what I can do. ${code(`${lead}help <command>`)} explains one of them.`,
    list,
    `In channels begin with ${code(prefix)} or with ${code(`@${bot.me.username}`)}; in a direct message to me just write the command.`,
  ].join("\n\n");
}

interface Question {
  readonly visible: readonly BotCommand[];
  readonly topic: string;
  readonly lead: string;
}

async function about(bot: PluginScope, ctx: CommandContext, { visible, topic, lead }: Question): Promise<string> {
  const { name, page } = paged(bot, withoutPrefix(topic, bot.commands.prefixes));
  const paging = { lead, page, next: (other: number) => `help ${name} ${other}` };
  const listed = (commands: readonly BotCommand[]): string =>
    commandList({ title: `Commands for ${code(name)}`, about: "", commands }, paging);
  const command = bot.commands.get(name);
  const family = new Set(bot.commands.group(name));
  const group = visible.filter((each) => family.has(each));
  if (command && (await bot.commands.may(ctx, command))) {
    const others = group.filter((each) => each !== command);
    return [commandHelp(command, lead), ...(others.length > 0 ? [listed(others)] : [])].join("\n\n");
  }
  if (group.length > 0) return listed(group);
  const owned = grouped(visible, bot.plugins()).find(({ title }) => title.toLowerCase() === name.toLowerCase());
  if (owned) return commandList(owned, paging);
  const found = apropos(visible, name);
  return found.length > 0
    ? listed(found)
    : noSuchCommand({ typed: name, near: await bot.commands.near(ctx, name), lead });
}

/** A number behind a topic is a page, unless it belongs to a command's name. */
function paged(bot: PluginScope, topic: string): { readonly name: string; readonly page: number | undefined } {
  const [, name = "", page = ""] = /^(.*\S)\s+(\d{1,6})$/s.exec(topic) ?? [];
  return page === "" || bot.commands.get(topic) ? { name: topic, page: undefined } : { name, page: Number(page) };
}

/** `!help !status` means the same as `!help status`. */
function withoutPrefix(topic: string, prefixes: readonly string[]): string {
  const prefix = prefixes.find((each) => topic.startsWith(each) && topic.length > each.length) ?? "";
  return topic.slice(prefix.length).trim();
}
