/**
 * Turns the text behind a command's name into the arguments of its handler. Called by the command for every call; it
 * throws nothing but a usage error, unless a schema of the author's own throws.
 */
import type * as z from "zod";
import { code } from "../text/code.ts";
import type { Argument, ArgumentList } from "./arguments/arguments.ts";
import { Misunderstood, assign } from "./arguments/assign.ts";
import type { Assigned, Given } from "./arguments/assign.ts";
import type { Lookup } from "../context/finder.ts";
import { lookUp } from "./arguments/convert.ts";
import { closest } from "../text/distance.ts";
import { expectation } from "../text/expectation.ts";
import { UsageError } from "./help/usage-error.ts";
import { exampleOf, usageOf } from "./help/usage.ts";

/** A call as it was typed. */
export interface Call {
  /** The whole text: `!deploy api prod`. */
  readonly line: string;
  /** Where the arguments begin in it, in UTF-16 units. */
  readonly from: number;
  /** The command as it can be typed again, with its prefix: `!deploy`. */
  readonly called: string;
  /** Looks up what was named, for whoever made the call. Without it nobody and nothing is found. */
  readonly lookup?: Lookup | undefined;
}

/** The arguments, or the wish for help. */
export type Parsed = { readonly help: true } | { readonly help: false; readonly values: Record<string, unknown> };

/**
 * Parses a call.
 *
 * @param example a call that works, without the command's name, when the author gave one
 * @throws UsageError that names the wrong word, what is expected, and a call that works
 */
export async function parseCall(list: ArgumentList, call: Call, example?: string): Promise<Parsed> {
  try {
    const assigned = assign(list, call.line, call.from);
    return assigned === "help" ? { help: true } : { help: false, values: await judge(list, assigned, call.lookup) };
  } catch (error) {
    if (!(error instanceof Misunderstood)) throw error;
    throw new UsageError({
      ...error.report,
      line: call.line,
      usage: usageOf(call.called, list),
      example: example === undefined ? exampleOf(call.called, list) : `${call.called} ${example}`.trim(),
    });
  }
}

/** Converts what was given and lets the schemas judge it. */
async function judge(
  list: ArgumentList,
  assigned: Exclude<Assigned, "help">,
  lookup: Lookup | undefined,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  for (const argument of list.all) input[argument.name] = await valueOf(argument, assigned.get(argument), lookup);
  const result = await list.schema.safeParseAsync(input);
  if (result.success) return result.data;
  throw refusal(list, assigned, result.error.issues[0]);
}

async function valueOf(
  argument: Argument,
  given: readonly Given[] | undefined,
  lookup: Lookup | undefined,
): Promise<unknown> {
  const { kind } = argument;
  if (given === undefined) return absent(argument);
  const values: unknown[] = [];
  for (const word of given) {
    const conversion = await lookUp(kind, word.text, lookup);
    if (!("value" in conversion)) throw new Misunderstood(wrong(argument, word, conversion.expected), word);
    values.push(conversion.value);
  }
  return kind.type === "list" ? values : values[0];
}

/** A flag that is not given is off, and a list that is not given is empty, unless their schemas say otherwise. */
function absent({ kind, required, schema, fallback }: Argument): unknown {
  if (required || fallback !== undefined || (schema as z.ZodType).isOptional()) return undefined;
  return kind.type === "flag" ? false : [];
}

function wrong(argument: Argument, word: Given, expected: string): string {
  const of = argument.kind.type === "list" ? argument.kind.of : argument.kind;
  const near = of.type === "choice" ? closest(word.text, of.choices.keys()) : undefined;
  const hint = near === undefined ? "" : ` Did you mean ${code(near)}?`;
  return `${code(argument.flag)} must be ${expected}, not ${code(word.text)}.${hint}`;
}

/** Makes a sentence of what zod found first. */
function refusal(
  list: ArgumentList,
  assigned: Exclude<Assigned, "help">,
  issue: z.core.$ZodIssue | undefined,
): Misunderstood {
  const [name, place] = issue?.path ?? [];
  const argument = list.all.find((each) => each.name === name);
  if (!argument || !issue)
    return new Misunderstood(`These arguments do not go together: ${issue?.message ?? "invalid"}.`);
  const given = assigned.get(argument) ?? [];
  const word = given[typeof place === "number" ? place : 0];
  const expected = expectation(issue, argument.kind);
  if (!word) return new Misunderstood(`${code(argument.flag)} is missing: ${expected ?? issue.message}.`);
  return expected === undefined
    ? new Misunderstood(`${code(argument.flag)}: ${issue.message}`, word)
    : new Misunderstood(wrong(argument, word, expected), word);
}
