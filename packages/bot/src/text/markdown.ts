/** Markdown that was written as such: what is put into it with `safe` stays what it is, and what comes from somebody else stays plain text. */
import { MisuseError } from "../errors.ts";
import { moment } from "./duration.ts";
import { plainWithin, withinAfter } from "./plain.ts";

/** What can be put into Markdown. Lists are lines. */
export type MarkdownValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Markdown
  | readonly (string | number | bigint | boolean | Date | Markdown)[];

/** Some Markdown. Made with `safe`. */
export class Markdown {
  /** For `ctx.reply` and the like. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/**
 * Markdown with values in it. What a value holds is shown as it is: it makes no link, no heading and no mention, also within code. Markdown
 * stays Markdown, lists become lines, moments are in UTC.
 *
 * @throws MisuseError for a value that is missing.
 * @example
 * const lines = tickets.map(({ id, title }) => safe`- **${id}** ${title}`);
 * await ctx.reply(safe`Open tickets of ${team}:\n\n${lines}`.text);
 */
export function safe(parts: TemplateStringsArray, ...values: readonly MarkdownValue[]): Markdown {
  let text = parts[0] ?? "";
  values.forEach((value, index) => {
    text += shown(value, text) + (parts[index + 1] ?? "");
  });
  return new Markdown(text);
}

/** A value behind so much Markdown. @throws MisuseError when there is none. */
export function shown(value: unknown, before: string): string {
  if (Array.isArray(value)) return value.map((each) => shown(each, before)).join("\n");
  if (value instanceof Markdown) return value.text;
  if (value instanceof Date) return moment(value.getTime());
  if (typeof value === "string") return plainWithin(withinAfter(before), value);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") return String(value);
  const after = before.slice(-40).trim();
  const what =
    value === undefined || value === null ? "no value" : `a value of a kind that cannot be shown (${typeof value})`;
  throw new MisuseError(`there is ${what}${after === "" ? " at the beginning of Markdown" : ` behind "${after}"`}`);
}
