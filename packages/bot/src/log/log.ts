/** Where the framework and plugins write what happened. Any logger with these four methods fits; pino's does. */

export interface Log {
  debug(facts: Readonly<Record<string, unknown>>, message: string): void;
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

export type LogLevel = keyof Log;

/** What lies deeper in the facts of a line cannot be cleaned for ever: it may lead back to itself. */
const DEEPEST = 6;

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** A log that keeps silent. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Writes one JSON object a line.
 *
 * @example
 * const bot = new Bot({ url, token, log: jsonLog((line) => process.stdout.write(line + "\n")) });
 */
export function jsonLog(write: (line: string) => void, now: () => number): Log {
  const at =
    (level: LogLevel) =>
    (facts: Readonly<Record<string, unknown>>, message: string): void =>
      write(JSON.stringify({ time: new Date(now()).toISOString(), level, message, ...facts }, plain));
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** The same log with more facts on every line. */
export function withFacts(log: Log, more: Readonly<Record<string, unknown>>): Log {
  const at =
    (level: LogLevel) =>
    (facts: Readonly<Record<string, unknown>>, message: string): void =>
      log[level]({ ...more, ...facts }, message);
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** A function that replaces secrets in a text, also as JSON or a URL would spell them. The longest go first: one may hold another. */
export function cleaner(secrets: readonly string[]): (text: string) => string {
  const spellings = [
    ...new Set(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])),
  ]
    .filter((spelling) => spelling !== "")
    .toSorted((a, b) => b.length - a.length);
  return (text) => spellings.reduce((cleaned, spelling) => cleaned.replaceAll(spelling, "[secret]"), text);
}

/** The same log in which secrets are replaced, wherever in the facts they stand. */
export function withoutSecrets(log: Log, secrets: readonly string[]): Log {
  const cleanText = cleaner(secrets);
  const clean = (value: unknown, depth = 0): unknown => {
    if (typeof value === "string") return cleanText(value);
    if (value instanceof Error) return clean(errorFacts(value), depth);
    if (typeof value !== "object" || value === null) return value;
    if (depth > DEEPEST) return "[…]";
    if ("toJSON" in value && typeof value.toJSON === "function") return clean(value.toJSON(), depth + 1);
    if (Array.isArray(value)) return value.map((each) => clean(each, depth + 1));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner, depth + 1)]));
  };
  const at =
    (level: LogLevel) =>
    (facts: Readonly<Record<string, unknown>>, message: string): void =>
      log[level](clean(facts) as Record<string, unknown>, clean(message) as string);
  return Object.fromEntries(LEVELS.map((level) => [level, at(level)])) as unknown as Log;
}

/** What an error says, as plain facts: JSON knows no errors. */
export function errorFacts(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: textOf(error) };
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined
      ? {}
      : { cause: error.cause instanceof Error ? error.cause.message : typeof error.cause }),
  };
}

/** Anything can be thrown, also what has no text. */
function textOf(thrown: unknown): string {
  if (isPrimitive(thrown)) return String(thrown);
  try {
    if (typeof thrown === "object") return JSON.stringify(thrown);
  } catch {
    // It leads back to itself, or holds what JSON does not know.
  }
  return Object.prototype.toString.call(thrown);
}

function isPrimitive(value: unknown): value is string | number | boolean | bigint | symbol | undefined | null {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

function plain(_key: string, value: unknown): unknown {
  return value instanceof Error ? errorFacts(value) : value;
}
