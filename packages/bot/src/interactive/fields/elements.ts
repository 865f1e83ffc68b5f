/**
 * The fields of a dialog as the server wants them, from zod schemas. Everything that the server would only write into its own log is
 * an error here, when the dialog is made: a label that is too long, a menu without options.
 */
import type { DialogElement } from "@matterwright/protocol";
import type * as z from "zod";
import { MisuseError } from "../../errors.ts";
import { type FieldKind, TEXTAREA_MOST, TEXT_MOST, kindOf } from "./kind.ts";
import { type Look, lookInto } from "./schema.ts";

const LABEL_MOST = 24;
const HELP_MOST = 150;
/** A lookup brings these beside the values of the fields. */
const TAKEN = ["query", "selected_field"];

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** Of one item, where it is a list. */
  readonly schema: z.core.$ZodType;
  readonly element: DialogElement;
}

/** @throws MisuseError for whatever the server has no field for, or no room. */
export function fieldsOf(dialog: string, shape: z.core.$ZodShape): readonly Field[] {
  return Object.entries(shape).map(([name, schema]) => fieldOf({ dialog, name }, lookInto(schema)));
}

interface Where {
  readonly dialog: string;
  readonly name: string;
}

function fieldOf(where: Where, look: Look): Field {
  const { dialog, name } = where;
  const at = `the field ${name} of the dialog ${dialog}`;
  if (!/^[A-Za-z]\w{0,63}$/.test(name) || TAKEN.includes(name))
    throw new MisuseError(
      `${at} cannot have this name: use letters, digits and underscores, and neither of ${TAKEN.join(", ")}`,
    );
  const kind = kindOf(look);
  if (kind === undefined)
    throw new MisuseError(
      `${at} is of a kind that no dialog has (${look.def.type}): use texts, numbers, booleans, dates, choices, or one of field.textarea(), field.user(), …`,
    );
  const { title } = look.notes;
  const element: DialogElement = {
    display_name: room(`${at}: its label`, typeof title === "string" ? title : inWords(name), LABEL_MOST),
    name,
    ...shapeOf(at, kind),
    ...beside(at, kind, look),
    optional: kind.type === "bool" ? !kind.mustBe : look.isOptional,
  };
  return { name, kind, schema: look.schema, element };
}

function shapeOf(at: string, kind: FieldKind): Pick<DialogElement, "type"> & Partial<DialogElement> {
  switch (kind.type) {
    case "text":
      return { type: "text", subtype: kind.subtype, ...lengths(at, kind, TEXT_MOST) };
    case "textarea":
      return { type: "textarea", ...lengths(at, kind, TEXTAREA_MOST) };
    case "select":
      return { type: "select", options: [...someOf(at, kind.options)], ...(kind.isList ? { multiselect: true } : {}) };
    case "radio":
      return { type: "radio", options: [...someOf(at, kind.options)] };
    case "users":
    case "channels":
      return { type: "select", data_source: kind.type, ...(kind.isList ? { multiselect: true } : {}) };
    case "lookup":
      return { type: "select", data_source: "dynamic", ...(kind.isList ? { multiselect: true } : {}) };
    case "bool":
    case "date":
    case "datetime":
      return { type: kind.type };
  }
}

function lengths(
  at: string,
  { min, max }: { readonly min: number; readonly max: number },
  most: number,
): Pick<DialogElement, "min_length" | "max_length"> {
  if (max > most) throw new MisuseError(`${at} takes ${max} characters, and ${most} are the most that a dialog takes`);
  if (min > max) throw new MisuseError(`${at} takes from ${min} to ${max} characters: nothing can be both`);
  return { min_length: min, max_length: max };
}

function someOf<Option>(at: string, options: readonly Option[]): readonly Option[] {
  if (options.length > 0) return options;
  throw new MisuseError(`${at} has no options: give it at least one`);
}

/** Placeholder, help and default. */
function beside(at: string, kind: FieldKind, { notes, default: given }: Look): Partial<DialogElement> {
  const { placeholder, description, refresh } = notes;
  const most = kind.type === "textarea" || kind.type === "select" ? TEXTAREA_MOST : TEXT_MOST;
  if (refresh === true && !("isList" in kind) && kind.type !== "radio" && kind.type !== "bool")
    throw new MisuseError(`${at} cannot refresh its dialog: only what is chosen can`);
  return {
    ...(typeof placeholder === "string" ? { placeholder: room(`${at}: its placeholder`, placeholder, most) } : {}),
    ...(typeof description === "string" ? { help_text: room(`${at}: its help`, description, HELP_MOST) } : {}),
    ...(given === undefined ? {} : { default: room(`${at}: its default`, written(kind, given), most) }),
    ...(refresh === true ? { refresh: true } : {}),
  };
}

/** A value as the server writes it into a field. */
export function written(kind: FieldKind, value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(",");
  if (value instanceof Date) return kind.type === "date" ? value.toISOString().slice(0, 10) : value.toISOString();
  return String(value);
}

/** The server counts bytes. @throws MisuseError when there are too many. */
export function room(what: string, text: string, mostBytes: number): string {
  const bytes = Buffer.byteLength(text);
  if (text !== "" && bytes <= mostBytes) return text;
  if (text === "") throw new MisuseError(`${what} is empty: say what it is`);
  throw new MisuseError(`${what} "${text}" has ${bytes} bytes, and ${mostBytes} are the most: make it shorter`);
}

/** `dueDate` and `due_date` as `Due date`. */
function inWords(name: string): string {
  const words = name
    .replaceAll("_", " ")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
