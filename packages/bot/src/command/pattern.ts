/**
 * Commands that are found in what people write instead of being called by a name: `karma++`, `OPS-123`. They have a name all the same, for
 * help and for rules of access, and are treated like every other command.
 */
import { MisuseError } from "../errors.ts";
import { argumentsOf } from "./arguments/arguments.ts";
import { type Command, type CommandCall, type CommonSpec, commonOf, finished, withSignal } from "./command.ts";
import type { Replying } from "./run/replying.ts";
import { commandHelp } from "./help/help.ts";
import { commandName } from "./words/names.ts";
import { drained } from "./run/replies.ts";

export interface PatternSpec extends CommonSpec {
  readonly pattern: RegExp;
  /** Whether it is looked for only behind a prefix or a mention, or in everything that is said (by default). */
  readonly isAddressed?: boolean;
  /** What people write to get it, in Markdown, for lists of commands and help. */
  readonly shown: string;
}

/** Given what the pattern found first: the whole match, then its groups. */
export type PatternHandler<C> = (ctx: C, match: RegExpExecArray, call: CommandCall) => unknown;
/** Given everything that the pattern found, in its order. */
export type PatternsHandler<C> = (ctx: C, matches: readonly RegExpExecArray[], call: CommandCall) => unknown;

/**
 * Makes a command of a pattern. Of several that fit one message, the one that was added first is run; commands that are called by their name
 * come before all of them.
 *
 * @param spec with `all`, the handler gets all matches instead of the first
 * @throws TypeError for a name that is none
 * @example
 * bot.add(pattern("issue", { about: "Link issues", pattern: /\bOPS-(\d+)\b/, shown: "OPS-123" }, (ctx, [, number]) => ctx.reply(url + number)));
 */
export function pattern<C extends Replying>(
  name: string,
  spec: PatternSpec & { readonly all: true },
  handler: PatternsHandler<C>,
): Command<C>;
export function pattern<C extends Replying>(
  name: string,
  spec: PatternSpec & { readonly all?: false },
  handler: PatternHandler<C>,
): Command<C>;
export function pattern<C extends Replying>(
  name: string,
  spec: PatternSpec & { readonly all?: boolean },
  handler: (ctx: C, found: never, call: CommandCall) => unknown,
): Command<C> {
  if (!(spec.pattern instanceof RegExp)) throw new MisuseError(`the pattern "${name}" needs a regular expression`);
  // A pattern with `g` or `y` remembers where it stopped, and would match every second time.
  const regex = new RegExp(spec.pattern.source, spec.pattern.flags.replaceAll(/[gy]/g, ""));
  const every = new RegExp(regex.source, `${regex.flags}g`);
  const made: Command<C> = {
    ...commonOf(commandName(name), spec),
    aliases: [],
    examples: [],
    arguments: argumentsOf(name, {}),
    slash: false,
    pattern: { regex, isAddressed: spec.isAddressed ?? false, shown: spec.shown },
    async read(ctx, call) {
      const text = call.line.slice(call.from);
      const first = regex.exec(text);
      if (!first) return { answer: commandHelp(made, call.lead), isWrong: false };
      const found = spec.all === true ? [...text.matchAll(every)] : first;
      return {
        values: valuesOf(spec.all === true ? (found as RegExpExecArray[]) : [first]),
        question: undefined,
        run: () => drained(ctx, () => handler(ctx, found as never, withSignal(call))),
      };
    },
    run(ctx, call) {
      return finished(ctx, this.read(ctx, call));
    },
  };
  return made;
}

/** What rules of access can be compared with: the whole match as `match`, groups by their names or numbers. */
function valuesOf(matches: readonly RegExpExecArray[]): Record<string, unknown> {
  const values: Record<string, string[]> = {};
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) (values[name] ??= []).push(value);
  };
  for (const match of matches) {
    match.forEach((value, index) => add(index === 0 ? "match" : String(index), value));
    for (const [name, value] of Object.entries(match.groups ?? {})) add(name, value);
  }
  return values;
}
