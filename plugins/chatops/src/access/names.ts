/**
 * Reads what stands behind `!access allow` and `deny`: names of commands as people write them, with their prefix and without quotes, and among
 * them whom and where. A rule about what does not exist would never fit, and nobody would notice: so it is refused. Called by `rules.ts`.
 */
import { type CommandContext, type PluginScope, UserError, code } from "matterwright";

type Found<What extends "channel" | "user"> = NonNullable<Awaited<ReturnType<CommandContext["find"][What]>>>;

export interface Named {
  readonly commands: readonly string[];
  readonly users: readonly Found<"user">[];
  readonly channels: readonly Found<"channel">[];
}

/** @throws UserError that names the word that means nothing, and shows how to write it. */
export async function namesIn(words: readonly string[], bot: PluginScope, ctx: CommandContext): Promise<Named> {
  const users: Found<"user">[] = [];
  const channels: Found<"channel">[] = [];
  const rest: string[] = [];
  for (const word of words) {
    if (/^@\S/.test(word)) users.push(found(word, "somebody here, such as `@ann`", await ctx.find.user(word)));
    else if (/^~\S/.test(word))
      channels.push(found(word, "a channel that you can see, such as `~ops`", await ctx.find.channel(word)));
    else rest.push(word);
  }
  const commands: string[] = [];
  for (let at = 0; at < rest.length;) {
    const { name, taken } = await nameAt(rest.slice(at), bot, ctx);
    commands.push(name);
    at += taken;
  }
  if (commands.includes("*") && commands.length > 1)
    throw new UserError(
      '`*` alone means every command. For those that begin with a word, write both in quotes, as in `"room *"`: no rule was made.',
    );
  if (commands.length === 0) throw new UserError("Which commands? Name one, as in `deploy`: no rule was made.");
  return { commands, users, channels };
}

function found<Value>(word: string, kind: string, value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw new UserError(`${code(word)} must be ${kind}: no rule was made.`);
}

/** The longest name that the words begin with: `room destroy ~den` names `room destroy`. */
async function nameAt(
  [first = "", ...more]: readonly string[],
  bot: PluginScope,
  ctx: CommandContext,
): Promise<{ readonly name: string; readonly taken: number }> {
  const words = [withoutPrefix(first, bot.commands.prefixes), ...more];
  for (let taken = words.length; taken > 0; taken--) {
    const name = words.slice(0, taken).join(" ");
    const command = bot.commands.get(name);
    if (command !== undefined) return { name: command.name, taken };
    const isGroup =
      taken > 1 && words[taken - 1] === "*" && bot.commands.group(words.slice(0, taken - 1).join(" ")).length > 0;
    if (isGroup) return { name, taken };
  }
  const [name = ""] = words;
  // A pattern may be about what comes only later: with a plugin that is not there yet.
  if (/[*?:]/.test(name)) return { name, taken: 1 };
  const group = bot.commands.group(name);
  if (group.length > 0)
    throw new UserError(
      `${code(name)} goes on with another word: write ${code(group[0]?.name ?? "")}, or ${code(`"${name} *"`)} for all of them. No rule was made.`,
    );
  const [near] = await bot.commands.near(ctx, name);
  throw new UserError(
    `There is no command ${code(name)}: no rule was made.${near === undefined ? "" : ` Did you mean ${code(near.name)}?`}`,
  );
}

/** `!deploy` is `deploy`; a prefix that is a word may be part of a name. */
function withoutPrefix(word: string, prefixes: readonly string[]): string {
  const prefix = prefixes.find((each) => !/\w$/.test(each) && word.startsWith(each) && word.length > each.length);
  return prefix === undefined ? word : word.slice(prefix.length);
}
