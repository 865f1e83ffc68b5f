/**
 * A command as data: its name, what it is about, its arguments and its handler in one value. Made by `command()` or
 * `bot.command()`, kept in the command table, and run for each call. It knows nothing of rights, sessions or plugins.
 */
import type * as z from "zod";
import type { Lookup } from "../finder.ts";
import type { ReplayPolicy } from "../replay.ts";
import { argumentsOf } from "./arguments.ts";
import type { ArgumentList } from "./arguments.ts";
import { commandHelp } from "./help.ts";
import { commandName } from "./names.ts";
import { parseCall } from "./parse.ts";
import { UsageError } from "./usage-error.ts";

/** What an author writes about a command, besides its name and handler. */
export interface CommandSpec<Shape extends z.ZodRawShape> {
  /** One line for lists of commands, without a full stop: `Ship a service`. */
  readonly about: string;
  /** More, in Markdown, for `!help <command>`. */
  readonly details?: string;
  /** Its arguments in their order, as zod schemas. Omit it for a command without arguments. */
  readonly args?: Shape;
  /** Calls that work, without prefix and name: `["api prod --force"]`. One is made from `args` when there is none. */
  readonly examples?: readonly string[];
  /** Other names. */
  readonly aliases?: readonly string[];
  /** Left out of lists of commands and of suggestions; it works all the same. */
  readonly hidden?: boolean;
  /** For administrators of the bot only. */
  readonly adminOnly?: boolean;
  /**
   * Which slash command it is: that of its first word by default, another word, or none of its own (`false`). Under the bot's name it is
   * one in any case: `/wright deploy`.
   */
  readonly slash?: boolean | string;
  /** What to do with a call from a time when the bot was away; as the bot is set by default. */
  readonly replay?: ReplayPolicy;
}

/** The shape of a command that takes nothing. */
export type NoArguments = Readonly<Record<string, never>>;

/** What a command does. Whatever it returns is awaited and otherwise ignored: answers are given with `ctx.reply`. */
export type CommandHandler<C, Shape extends z.ZodRawShape> = (
  ctx: C,
  args: z.output<z.ZodObject<Shape>>,
  call: CommandCall,
) => unknown;

/** What a command needs of the context that it runs in. */
export interface Replying {
  reply(message: string): Promise<unknown>;
  /** Looks up what arguments name, for the person who called. */
  readonly find?: Lookup;
}

/** A call as it was typed. */
export interface CommandCall {
  /** The whole message: `!deploy api prod`. */
  readonly line: string;
  /** Where the arguments begin in it, in UTF-16 units. */
  readonly from: number;
  /** What stands in front of commands where it was typed: `!`, `@wright ` or nothing. Usage and help repeat it. */
  readonly lead: string;
}

/** A command, ready to be added to a bot. */
export interface Command<in C extends Replying> {
  /** Lower case, words separated by single spaces. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly about: string;
  readonly details: string;
  readonly examples: readonly string[];
  readonly arguments: ArgumentList;
  readonly hidden: boolean;
  readonly adminOnly: boolean;
  readonly slash: boolean | string;
  readonly replay: ReplayPolicy | undefined;
  /** The plugin that brought it. The plugin's scope writes it down; lists of commands are grouped by it. */
  readonly owner?: string | undefined;
  /** Parses the call and runs the handler. A wrong call and `--help` are answered, not thrown. */
  run(ctx: C, call: CommandCall): Promise<void>;
}

/**
 * Makes a command.
 *
 * @throws TypeError for a name or an argument that nobody could type
 * @example
 * const deploy = command("deploy", {
 *   about: "Ship a service",
 *   args: { service: z.string(), to: z.enum(["staging", "prod"]).default("staging") },
 * }, (ctx, { service, to }) => ctx.reply(`Shipping ${service} to ${to}…`));
 */
export function command<C extends Replying, Shape extends z.ZodRawShape = NoArguments>(
  name: string,
  spec: CommandSpec<Shape>,
  handler: CommandHandler<C, Shape>,
): Command<C> {
  const list = argumentsOf(name, spec.args ?? {});
  const made: Command<C> = {
    name: commandName(name),
    aliases: (spec.aliases ?? []).map(commandName),
    about: spec.about,
    details: spec.details ?? "",
    examples: spec.examples ?? [],
    arguments: list,
    hidden: spec.hidden ?? false,
    adminOnly: spec.adminOnly ?? false,
    slash: spec.slash ?? true,
    replay: spec.replay,
    async run(ctx, call) {
      const { line, from, lead } = call;
      const typed = { line, from, called: lead + made.name, lookup: ctx.find };
      const parsed = await parseCall(list, typed, made.examples[0]).catch(usageError);
      if (parsed instanceof UsageError) await ctx.reply(parsed.message);
      else if (parsed.help) await ctx.reply(commandHelp(made, lead));
      else await handler(ctx, parsed.values as z.output<z.ZodObject<Shape>>, call);
    },
  };
  return made;
}

function usageError(error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  throw error;
}
