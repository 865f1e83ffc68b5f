/** The words that steer a wizard instead of answering it. Pure. */

export type Steering =
  | { readonly type: "back" }
  | { readonly type: "cancel" }
  | { readonly type: "resume" }
  | { readonly type: "skip" }
  | { readonly type: "summary" }
  /** A question's number, from 1, or its name. */
  | { readonly type: "edit"; readonly which: string };

const WORDS = {
  back: "back",
  cancel: "cancel",
  stop: "cancel",
  resume: "resume",
  skip: "skip",
  summary: "summary",
} as const;

/**
 * What a message steers, if it does. Quotes make an answer of such a word.
 *
 * @param prefixes people who write `!help` also write `!back`
 */
export function steeringOf(message: string, prefixes: readonly string[]): Steering | undefined {
  const word = bare(message, prefixes).toLowerCase();
  if (Object.hasOwn(WORDS, word)) return { type: WORDS[word as keyof typeof WORDS] };
  const which = /^edit\s+(\S+)$/.exec(word)?.[1];
  return which === undefined ? undefined : { type: "edit", which };
}

/** What somebody who means a steering word itself writes in quotes. */
export function unquoted(message: string): string {
  const inner = /^(["“'])(.+)["”']$/s.exec(message.trim())?.[2];
  return inner !== undefined && steeringOf(inner, []) !== undefined ? inner : message;
}

/** Whether somebody agrees, in words; nothing where they say something else. */
export function agreement(message: string): boolean | undefined {
  const word = message.trim().toLowerCase().replace(/[.!]$/, "");
  if (["yes", "y", "ok", "ja", "oui", "si", "sí"].includes(word)) return true;
  return ["no", "n", "nein", "non"].includes(word) ? false : undefined;
}

function bare(message: string, prefixes: readonly string[]): string {
  const text = message.trim();
  const prefix = prefixes.find((each) => each !== "" && text.startsWith(each)) ?? "";
  return text.slice(prefix.length).trim();
}
