/**
 * Writes how a command is called: the line of usage, and an example that works. Called by usage errors and by help, both
 * of which therefore say the same; it reads the list of arguments and nothing else.
 */
import { jsonSample } from "./json-sample.ts";
import { accepts } from "../arguments/arguments.ts";
import type { Argument, ArgumentList } from "../arguments/arguments.ts";
import { convert, isLookedUp } from "../arguments/convert.ts";
import { quote, readWords } from "../words/words.ts";

/**
 * The line of usage, such as `!deploy <service> [to] [--force]`: `<…>` is required, `[…]` optional, `…` may repeat.
 *
 * @param called the command as it was called, with its prefix
 */
export function usageOf(called: string, list: ArgumentList): string {
  return [
    called,
    ...inOrder(list.all).map((argument) => (argument.positional ? placed(argument) : byName(argument))),
  ].join(" ");
}

/** As a call is written: what has a place, then what is given by name, then the free text. */
function inOrder(all: readonly Argument[]): readonly Argument[] {
  return all.toSorted((a, b) => rank(a) - rank(b));
}

function rank({ positional, kind }: Argument): number {
  return kind.type === "rest" ? 2 : positional ? 0 : 1;
}

function placed({ flag, kind, required }: Argument): string {
  const name = kind.type === "list" || kind.type === "rest" ? `${flag}…` : flag;
  return required ? `<${name}>` : `[${name}]`;
}

function byName({ flag, kind, required, fallback }: Argument): string {
  if (kind.type === "flag") return fallback === true ? `[--no-${flag}]` : `[--${flag}]`;
  const value = `--${flag} <${flag}>`;
  const repeated = kind.type === "list" ? "…" : "";
  return (required ? value : `[${value}]`) + repeated;
}

/**
 * A call that the command accepts: its required arguments, or the first optional one, each with a value that its schema
 * takes. `undefined` when a schema is so particular that only its author could give one, in `.meta({ examples: […] })`.
 *
 * @example
 * exampleOf("!deploy", list); // "!deploy service staging"
 */
export function exampleOf(called: string, { all }: ArgumentList): string | undefined {
  const required = all.filter((argument) => argument.required);
  const shown = required.length > 0 ? required : all.filter((argument) => argument.positional).slice(0, 1);
  const parts = inOrder(shown).map(written);
  return parts.includes(undefined) ? undefined : [called, ...parts].join(" ");
}

function written(argument: Argument): string | undefined {
  const sample = sampleOf(argument);
  if (sample === undefined || argument.kind.type === "rest") return sample;
  const word = asWord(sample);
  return argument.positional ? word : `--${argument.flag} ${word}`;
}

/** The text as one word that is no flag, in quotes where it needs them. */
export function asWord(text: string): string {
  const [word, ...others] = readWords(text);
  const plain =
    word !== undefined && others.length === 0 && !word.quoted && word.text === text && !text.startsWith("-");
  return plain ? text : quote(text);
}

/** Values to try, most telling first. */
const SAMPLES = ["2", "5", "10", "100", "1", "0", "-1", "0.5"];
const TEXTS = [
  "ann@example.com",
  "https://example.com",
  "2026-01-31",
  "2026-01-31T18:00:00Z",
  "18:00",
  "10.0.0.1",
  "15m",
];

/** What always means something, whoever writes it. A post is different everywhere: of one, only the author can give an example. */
const KNOWN: Readonly<Record<string, string>> = {
  user: "me",
  channel: "here",
  team: "here",
  post: "this",
  moment: "18:00",
};

function sampleOf({ flag, kind, schema, examples }: Argument): string | undefined {
  if (isLookedUp(kind)) return examples[0] ?? KNOWN[kind.type === "list" ? kind.of.type : kind.type];
  const of = kind.type === "list" ? kind.of : kind;
  const choices = of.type === "choice" ? [...of.choices.keys()] : [];
  const json = of.type === "json" ? [jsonSample(schema)] : [];
  const guesses = [...examples, ...choices, flag, `some ${flag} of several words`, ...TEXTS, ...SAMPLES, ...json];
  return guesses.find((guess) => {
    const read = convert(of, guess);
    return "value" in read && accepts(schema, kind.type === "list" ? [read.value] : read.value);
  });
}
