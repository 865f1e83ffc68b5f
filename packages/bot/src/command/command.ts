/**
 * A command as data: its name, what it is about, its arguments and its handler in one value. Made by `command()` or
 * `bot.command()`, kept in the command table, and run for each call. It knows nothing of rights, sessions or plugins.
 */
import type * as z from "zod";
import type { ReplayPolicy } from "../update/replay.ts";
import { argumentsOf } from "./arguments/arguments.ts";
import type { ArgumentList } from "./arguments/arguments.ts";
import type { CooldownSpec } from "./run/cooldown.ts";
import { commandHelp } from "./help/help.ts";
import { commandName } from "./words/names.ts";
import { parseCall } from "./parse.ts";
import { drained } from "./run/replies.ts";
import type { Replying } from "./run/replying.ts";
import { UsageError } from "./help/usage-error.ts";

/** What an author writes about every command, whether it is called by its name or found in a text. */
export interface CommonSpec {
  /** One line for lists of commands, without a full stop: `Ship a service`. */
  readonly about: string;
  /** More, in Markdown, for `!help <command>`. */
  readonly details?: string;
  /** Left out of lists of commands and of suggestions; it works all the same. */
  readonly hidden?: boolean;
  /** For administrators of the bot only, unless a rule of access names it. `always`: whatever rules say. */
  readonly adminOnly?: boolean | "always";
  /** What to do with a call from a time when the bot was away; as the bot is set by default. */
  readonly replay?: ReplayPolicy;
  /** How many other people who may run it have to agree first. They react to a question; what they agree to is exactly what runs. */
  readonly approve?: number;
  /** How soon it may be called again. Calls that come sooner are told how long to wait. */
  readonly cooldown?: CooldownSpec;
  /** Runs at the same time, everywhere. One more is told that it is busy. */
  readonly concurrency?: number;
  /** In milliseconds. Then its signal is aborted, whoever called is told, and what it goes on to say is not said. */
  readonly timeoutMs?: number;
  /** Where it answers: where it was called (by default), in a thread, or in a direct message to whoever called. */
  readonly answerIn?: "place" | "thread" | "direct";
  /** Runs at once, also while another command of the same conversation is running. */
  readonly isUrgent?: boolean;
  /** Calls of it are not remembered: they may hold secrets. */
  readonly isForgotten?: boolean;
}

/** What an author writes about a command, besides its name and handler. */
export interface CommandSpec<Shape extends z.ZodRawShape> extends CommonSpec {
  /** Its arguments in their order, as zod schemas. Omit it for a command without arguments. */
  readonly args?: Shape;
  /** Calls that work, without prefix and name: `["api prod --force"]`. One is made from `args` when there is none. */
  readonly examples?: readonly string[];
  /** Other names. */
  readonly aliases?: readonly string[];
  /**
   * Which slash command it is: that of its first word by default, another word, or none of its own (`false`). Under the bot's name it is
   * one in any case: `/wright deploy`.
   */
  readonly slash?: boolean | string;
  /** Asks whoever called before anything happens: a question, what makes one of the arguments, or `true` for a plain one. */
  readonly confirm?: true | string | ((args: z.output<z.ZodObject<Shape>>) => string | undefined);
}

/** The shape of a command that takes nothing. */
export type NoArguments = Readonly<Record<string, never>>;

/**
 * What a command does. It answers with `ctx.reply`, or as a generator with what it yields, each yield a message of its own; whatever else it
 * returns is awaited and ignored.
 */
export type CommandHandler<C, Shape extends z.ZodRawShape> = (
  ctx: C,
  args: z.output<z.ZodObject<Shape>>,
  call: CommandCall,
) => unknown;

/** A call as it was typed. */
export interface TypedCall {
  /** The whole message: `!deploy api prod`. */
  readonly line: string;
  /** Where the arguments begin in it, in UTF-16 units. */
  readonly from: number;
  /** What stands in front of commands where it was typed: `!`, `@wright ` or nothing. Usage and help repeat it. */
  readonly lead: string;
  /** Says that the command was cancelled or took too long: long work listens to it. */
  readonly signal?: AbortSignal;
}

/** A call, as a handler is given it. */
export type CommandCall = Required<TypedCall>;

/** What became of a call: something to answer at once, or what can be run. */
export type Reading =
  | {
      readonly answer: string;
      /** The call was wrong; else help was asked for. */
      readonly isWrong: boolean;
    }
  | {
      /** The arguments, as the handler gets them. */
      readonly values: Readonly<Record<string, unknown>>;
      /** What to ask whoever called first. */
      readonly question: string | undefined;
      run(): Promise<void>;
    };

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
  readonly adminOnly: boolean | "always";
  readonly slash: boolean | string;
  readonly replay: ReplayPolicy | undefined;
  /** How it wants to be treated. */
  readonly spec: CommonSpec;
  /** Where it is found in texts instead of being called by its name. */
  readonly pattern?: TextPattern | undefined;
  /** The plugin that brought it. The plugin's scope writes it down; lists of commands are grouped by it. */
  readonly owner?: string | undefined;
  /** Parses the call. A wrong call and `--help` are answered, not thrown. */
  read(ctx: C, call: TypedCall): Promise<Reading>;
  /** Parses the call and runs the handler, without a look at anything else. */
  run(ctx: C, call: TypedCall): Promise<void>;
}

/** What a command is found by that has no name in the text. */
export interface TextPattern {
  readonly regex: RegExp;
  /** Looked for only behind a prefix or mention. */
  readonly isAddressed: boolean;
  /** What people write to get it, in Markdown. */
  readonly shown: string;
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
    ...commonOf(commandName(name), spec),
    aliases: (spec.aliases ?? []).map(commandName),
    examples: spec.examples ?? [],
    arguments: list,
    slash: spec.slash ?? true,
    async read(ctx, call) {
      const { line, from, lead } = call;
      const typed = { line, from, called: lead + made.name, lookup: ctx.find };
      const parsed = await parseCall(list, typed, made.examples[0]).catch(usageError);
      if (parsed instanceof UsageError) return { answer: parsed.message, isWrong: true };
      if (parsed.help) return { answer: commandHelp(made, lead), isWrong: false };
      const args = parsed.values as z.output<z.ZodObject<Shape>>;
      return {
        values: parsed.values,
        question: questionOf(spec.confirm, args),
        run: () => drained(ctx, () => handler(ctx, args, withSignal(call))),
      };
    },
    run(ctx, call) {
      return finished(ctx, this.read(ctx, call));
    },
  };
  return made;
}

/** What every kind of command has. */
export function commonOf(
  name: string,
  spec: CommonSpec,
): Pick<Command<Replying>, "name" | "about" | "details" | "hidden" | "adminOnly" | "replay" | "spec"> {
  return {
    name,
    about: spec.about,
    details: spec.details ?? "",
    hidden: spec.hidden ?? false,
    adminOnly: spec.adminOnly ?? false,
    replay: spec.replay,
    spec,
  };
}

/** Answers a call, or runs what it asks for. */
export async function finished(ctx: Replying, reading: Promise<Reading>): Promise<void> {
  const read = await reading;
  if ("answer" in read) await ctx.reply(read.answer);
  else await read.run();
}

/** A call whose handler can be told to stop, though nobody will. */
export function withSignal(call: TypedCall): CommandCall {
  return { ...call, signal: call.signal ?? new AbortController().signal };
}

function questionOf<Args>(
  confirm: true | string | ((args: Args) => string | undefined) | undefined,
  args: Args,
): string | undefined {
  if (confirm === true) return "Really?";
  return typeof confirm === "function" ? confirm(args) : confirm;
}

function usageError(error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  throw error;
}
