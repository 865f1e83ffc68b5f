/**
 * Turns a typed word into the value that its kind calls for: "5" into 5, "yes" into true, "Prod" into "prod". Called for
 * every word that was given; whether the value will do is for the schema to say.
 */
import type { Lookup } from "../../context/finder.ts";
import { inWords } from "./kind.ts";
import type { Kind } from "./kind.ts";
import { readDuration } from "../../time/length.ts";
import { readMoment } from "../../time/moment.ts";

/** The value, or what had been expected instead, in words for a person. */
export type Conversion = { readonly value: unknown } | { readonly expected: string };

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;
const YES = new Set(["yes", "y", "true", "on", "1"]);
const NO = new Set(["no", "n", "false", "off", "0"]);

/**
 * Reads one word.
 *
 * @example
 * convert({ type: "number", whole: true }, "7"); // { value: 7 }
 * convert({ type: "number", whole: true }, "x"); // { expected: "a whole number" }
 */
export function convert(kind: Kind, text: string): Conversion {
  const value = read(kind, text);
  return value === undefined ? { expected: inWords(kind) } : { value };
}

/**
 * Reads one word that may have to be looked up, for whoever wrote it.
 *
 * @throws CallError when it could not be looked up.
 */
export async function lookUp(kind: Kind, text: string, lookup: Lookup | undefined): Promise<Conversion> {
  if (!isLookedUp(kind)) return convert(kind, text);
  const value = lookup && (await found(kind.type === "list" ? kind.of : kind, text, lookup));
  return value === undefined ? { expected: inWords(kind) } : { value };
}

/** Whether a word of this kind means something only to whoever wrote it, where it was written. */
export function isLookedUp(kind: Kind): boolean {
  const { type } = kind.type === "list" ? kind.of : kind;
  return ["user", "channel", "team", "post", "moment"].includes(type);
}

async function found({ type }: Kind, text: string, lookup: Lookup): Promise<unknown> {
  switch (type) {
    case "user":
    case "channel":
    case "team":
    case "post":
      return lookup[type](text);
    default:
      return readMoment(text, { now: lookup.now, zone: await lookup.zone() });
  }
}

function read(kind: Kind, text: string): unknown {
  const word = text.toLowerCase();
  switch (kind.type) {
    case "number":
      return NUMBER.test(word) ? Number(word) : undefined;
    case "flag":
      return YES.has(word) ? true : NO.has(word) ? false : undefined;
    case "date":
      return readDate(text);
    case "duration":
      return readDuration(text);
    case "choice":
      return readChoice(kind.choices, text);
    case "json":
      return readJson(text);
    case "list":
      return read(kind.of, text);
    case "text":
    case "rest":
      return text;
    default:
      return undefined;
  }
}

/** A date without a zone is in UTC, so that an answer never depends on where the bot happens to run. */
function readDate(text: string): Date | undefined {
  const day = text.slice(0, 10);
  if (!DATE.test(text) || !isDay(day)) return undefined;
  const zoned = text.length > 10 && !/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? `${text}Z` : text;
  const date = new Date(zoned.replace(" ", "T"));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** JavaScript takes February 30th for March 2nd. */
function isDay(day: string): boolean {
  const date = new Date(day);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function readChoice(choices: ReadonlyMap<string, unknown>, text: string): unknown {
  if (choices.has(text)) return choices.get(text);
  const name = [...choices.keys()].find((choice) => choice.toLowerCase() === text.toLowerCase());
  return name === undefined ? undefined : choices.get(name);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
