/**
 * Markdown with places for values, as a text or a file of its own. What it may name stands in a schema, and is checked when the template is made:
 * a name that is not there is found before anybody is answered. Pure.
 */
import type * as z from "zod";
import { MisuseError, issuesOf } from "../errors.ts";
import { Markdown, shown } from "./markdown.ts";
import { type Piece, parsed } from "./template-parts.ts";

/** A template, ready for its values. @throws MisuseError when they do not fit its schema, or one is missing where it is shown. */
export type Template<Schema extends z.ZodObject> = (values: z.input<Schema>) => string;

/**
 * Makes a template.
 *
 * `{{name}}` shows a value, as plain text: what somebody wrote makes no mention and no Markdown. `{{#list}}…{{/list}}` repeats for each of a list
 * (`{{.}}` is one that is no object), or stands where something is there and not false; `{{^list}}…{{/list}}` where it is not.
 *
 * @param name by which errors call it
 * @throws MisuseError for a name that the schema does not have, and for a section that does not end.
 * @example
 * const card = template("**{{title}}**\n{{#tags}}- {{.}}\n{{/tags}}", z.object({ title: z.string(), tags: z.array(z.string()) }));
 * await ctx.reply(card({ title: "Lunch", tags: ["food"] }));
 */
export function template<Schema extends z.ZodObject>(
  source: string,
  schema: Schema,
  name = "a template",
): Template<Schema> {
  const pieces = parsed(source, schema, name);
  return (values) => {
    const read = schema.safeParse(values);
    if (!read.success) throw new MisuseError(`${name} cannot be filled with this: ${issuesOf(read.error)}`);
    return written(pieces, { scopes: [read.data], name, before: "" });
  };
}

type Scope = Readonly<Record<string, unknown>>;

interface Writing {
  /** What can be named, the innermost last. */
  readonly scopes: readonly Scope[];
  readonly name: string;
  /** What is written already. */
  readonly before: string;
}

function written(pieces: readonly Piece[], { scopes, name, before }: Writing): string {
  let text = "";
  for (const piece of pieces) {
    if (piece.type === "text") {
      text += piece.text;
      continue;
    }
    const value = valueOf(scopes, piece.path);
    if (piece.type === "value") {
      if (value === undefined || value === null)
        throw new MisuseError(
          `${name}, line ${piece.line}: "${piece.path}" has no value: give one, or put it into {{#${piece.path}}}…{{/${piece.path}}}`,
        );
      text += shown(value, before + text);
      continue;
    }
    const isThere = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== false;
    if (piece.isInverted === isThere) continue;
    const items: readonly unknown[] = Array.isArray(value) && !piece.isInverted ? value : [value];
    for (const item of items)
      text += written(piece.pieces, { scopes: [...scopes, scopeOf(item)], name, before: before + text });
  }
  return text;
}

function scopeOf(item: unknown): Scope {
  const isObject = typeof item === "object" && item !== null && !(item instanceof Date || item instanceof Markdown);
  return isObject ? { ".": item, ...item } : { ".": item };
}

function valueOf(scopes: readonly Scope[], path: string): unknown {
  if (path === ".") return scopes.at(-1)?.["."];
  const [first = "", ...others] = path.split(".");
  const scope = scopes.findLast((each) => Object.hasOwn(each, first));
  return others.reduce<unknown>((value, key) => (value as Scope | undefined)?.[key], scope?.[first]);
}
