/** What a zod schema is in a dialog: a line of text, a menu, a box to tick. Called once for each field when a dialog is made. */
import type { DialogOption } from "@matterwright/protocol";
import type * as z from "zod";
import type { FindChoices } from "./field.ts";
import { type Look, defOf, lookInto } from "./schema.ts";

export type Subtype = "" | "email" | "number" | "password" | "tel" | "url";

/** Of the list: whether several can be chosen. */
interface Several {
  readonly isList: boolean;
}

export type FieldKind =
  | { readonly type: "text"; readonly subtype: Subtype; readonly min: number; readonly max: number }
  | { readonly type: "textarea"; readonly min: number; readonly max: number }
  | { readonly type: "bool"; readonly mustBe: boolean }
  | ({ readonly type: "select"; readonly options: readonly DialogOption[] } & Several)
  | { readonly type: "radio"; readonly options: readonly DialogOption[] }
  | ({ readonly type: "users" | "channels" } & Several)
  | ({ readonly type: "lookup"; readonly find: FindChoices } & Several)
  /** A day as a text, or a moment; `isDate` when the schema wants a Date. */
  | { readonly type: "date" | "datetime"; readonly isDate: boolean };

export const TEXT_MOST = 150;
export const TEXTAREA_MOST = 3_000;

/** The kind of a schema, or nothing when a dialog has no field for it. */
export function kindOf({ schema, def, notes }: Look): FieldKind | undefined {
  switch (def.type) {
    case "string":
      return ofString(schema as z.ZodString, notes);
    case "number":
      return line("number");
    case "boolean":
      return { type: "bool", mustBe: false };
    case "date":
      return { type: "datetime", isDate: true };
    case "enum":
      return ofChoices(optionsOf(def.entries, notes), notes);
    case "literal":
      return ofLiterals(def.values, notes);
    case "array":
      return ofList(def.element);
    default:
      return undefined;
  }
}

function ofString(schema: z.ZodString, { kind, find }: Look["notes"]): FieldKind {
  const { minLength, maxLength, format } = schema;
  const [min, most] = [minLength ?? 0, maxLength ?? undefined];
  switch (kind) {
    case "user":
    case "users":
      return { type: "users", isList: false };
    case "channel":
    case "channels":
      return { type: "channels", isList: false };
    case "lookup":
      return { type: "lookup", find: find as FindChoices, isList: false };
    case "textarea":
    case "rest":
      return { type: "textarea", min, max: most ?? TEXTAREA_MOST };
    case "password":
      return { type: "text", subtype: "password", min, max: most ?? TEXT_MOST };
    case "telephone":
      return { type: "text", subtype: "tel", min, max: most ?? TEXT_MOST };
    default:
  }
  if (format === "date") return { type: "date", isDate: false };
  if (format === "datetime") return { type: "datetime", isDate: false };
  // A line of the server's has no room for more.
  if ((most ?? 0) > TEXT_MOST) return { type: "textarea", min, max: most ?? TEXTAREA_MOST };
  return { ...line(format === "email" || format === "url" ? format : ""), min, max: most ?? TEXT_MOST };
}

function line(subtype: Subtype): Extract<FieldKind, { type: "text" }> {
  return { type: "text", subtype, min: 0, max: TEXT_MOST };
}

function ofLiterals(values: readonly unknown[], notes: Look["notes"]): FieldKind | undefined {
  if (values.length === 1 && values[0] === true) return { type: "bool", mustBe: true };
  if (!values.every((value) => typeof value === "string" || typeof value === "number")) return undefined;
  return ofChoices(optionsOf(Object.fromEntries(values.map((value) => [String(value), value])), notes), notes);
}

function ofChoices(options: readonly DialogOption[], { kind }: Look["notes"]): FieldKind {
  return kind === "radio" ? { type: "radio", options } : { type: "select", options, isList: false };
}

function ofList(element: z.core.$ZodType): FieldKind | undefined {
  const kind = kindOf(lookInto(element));
  return kind !== undefined && "isList" in kind && !kind.isList ? { ...kind, isList: true } : undefined;
}

/** The text of a choice is its label, or its name in the enum, which is its value where nobody named it. */
function optionsOf(entries: Readonly<Record<string, unknown>>, { labels = {} }: Look["notes"]): DialogOption[] {
  const texts = labels as Readonly<Record<string, string>>;
  return Object.entries(entries).map(([name, value]) => ({
    text: texts[String(value)] ?? name,
    value: String(value),
  }));
}

/** The values of a choice that are not texts, by the texts that stand for them. */
export function choicesOf(schema: z.core.$ZodType): ReadonlyMap<string, unknown> {
  const def = defOf(schema);
  const values = def.type === "enum" ? Object.values(def.entries) : def.type === "literal" ? def.values : [];
  return new Map(values.map((value) => [String(value), value]));
}
