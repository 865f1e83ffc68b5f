/** What a person filled in, as the schema wants it: numbers, dates, lists and choices out of the texts that clients send. */
import type { DialogElement } from "@matterwright/protocol";
import type * as z from "zod";
import type { Field } from "./elements.ts";
import { choicesOf } from "./kind.ts";
import { itemOf } from "./schema.ts";

export type Filled<Values> = { readonly values: Values } | { readonly errors: Readonly<Record<string, string>> };

/** Reads a submission. What it has besides the fields, as of earlier steps, is left out. */
export async function readFields<Shape extends z.ZodRawShape>(
  { fields, schema }: { readonly fields: readonly Field[]; readonly schema: z.ZodObject<Shape> },
  submission: Readonly<Record<string, unknown>>,
): Promise<Filled<z.output<z.ZodObject<Shape>>>> {
  const entries = fields.map((field) => [field.name, valueOf(field, submission[field.name])] as const);
  const given = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  const parsed = await schema.safeParseAsync(given, { error: inWords });
  if (parsed.success) return { values: parsed.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) errors[String(path[0] ?? "")] ??= message;
  return { errors };
}

/** A field that was left empty is not there. */
function valueOf({ kind, schema }: Field, given: unknown): unknown {
  if (given === undefined || given === null || given === "") return kind.type === "bool" ? false : undefined;
  switch (kind.type) {
    case "text":
      return kind.subtype === "number" ? numberOf(given) : textOf(given);
    case "textarea":
      return textOf(given);
    case "bool":
      return given === true || given === "true";
    case "radio":
      return chosen(schema, given);
    case "select":
      return kind.isList ? listOf(given).map((each) => chosen(itemOf(schema), each)) : chosen(schema, given);
    case "users":
    case "channels":
    case "lookup":
      return kind.isList ? listOf(given) : textOf(given);
    case "date":
      return textOf(given).slice(0, 10);
    case "datetime":
      return momentOf(textOf(given), kind.isDate);
  }
}

/** Objects are no values of fields: what was sent all the same is shown as it came. */
function textOf(given: unknown): string {
  return typeof given === "string" ? given : JSON.stringify(given);
}

/** What is no number is left for the schema to complain about. */
function numberOf(given: unknown): unknown {
  const number = Number(textOf(given).trim().replace(",", "."));
  return Number.isNaN(number) ? given : number;
}

function chosen(schema: z.core.$ZodType, given: unknown): unknown {
  const text = textOf(given);
  return choicesOf(schema).get(text) ?? text;
}

/** Some clients send lists, others texts with commas. */
function listOf(given: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(given) ? given : textOf(given).split(",");
  return items.map((item) => textOf(item).trim()).filter((item) => item !== "");
}

/** Without a zone it is in UTC: an answer never depends on where the bot happens to run. */
function momentOf(text: string, isDate: boolean): unknown {
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`;
  const date = new Date(zoned.trim().replace(" ", "T"));
  if (Number.isNaN(date.getTime())) return isDate ? date : text;
  return isDate ? date : date.toISOString();
}

/** What people understand sooner than zod's own words. What a schema says itself comes before this. */
function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined) return "Please fill this in.";
  const { code, origin, minimum, maximum, values, format } = issue as { readonly [name: string]: unknown };
  const unit = origin === "string" ? " characters" : origin === "array" ? " choices" : "";
  if (code === "too_small") return `At least ${shown(minimum)}${unit}, please.`;
  if (code === "too_big") return `At most ${shown(maximum)}${unit}, please.`;
  if (code === "invalid_type" && issue["expected"] === "number") return "This is to be a number.";
  if (code === "invalid_type" && issue["expected"] === "date") return FORMATS["datetime"];
  if (code === "invalid_value") return isTick(values) ? "Please tick this." : "This is not one of the choices.";
  return code === "invalid_format" ? FORMATS[String(format)] : undefined;
}

const FORMATS: Readonly<Record<string, string>> = {
  date: "This is to be a day, like 2026-01-31.",
  datetime: "This is to be a day and a time, like 2026-01-31 18:00.",
  email: "This is to be an e-mail address.",
  url: "This is to be an address of the web, like https://example.com.",
};

function isTick(values: unknown): boolean {
  return Array.isArray(values) && values.length === 1 && values[0] === true;
}

/** A limit, of a number, a length or a moment. */
function shown(limit: unknown): string {
  return limit instanceof Date ? limit.toISOString() : JSON.stringify(limit);
}

/** The same element for a server that has no fields for dates: a line of text. */
export function asText(element: DialogElement): DialogElement {
  if (element.type !== "date" && element.type !== "datetime") return element;
  const placeholder = element.type === "date" ? "2026-01-31" : "2026-01-31 18:00 (UTC)";
  return { ...element, type: "text", placeholder: element.placeholder ?? placeholder };
}
