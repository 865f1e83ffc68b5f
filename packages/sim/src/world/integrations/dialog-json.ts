/** Dialogs and what integrations say to them, read and written anew as the server does: unknown keys vanish, all known ones come back. Pure. */
import type { Dialog, DialogAnswer, DialogElement, DialogOption } from "@matterwright/protocol";

type Kind = "string" | "number" | "boolean";
type Shape = readonly (readonly [name: string, kind: Kind, isOptional?: "left out when empty"])[];

const EMPTY: Readonly<Record<Kind, string | number | boolean>> = { string: "", number: 0, boolean: false };

const HEAD: Shape = [
  ["callback_id", "string"],
  ["title", "string"],
  ["introduction_text", "string"],
  ["icon_url", "string"],
];
const TAIL: Shape = [
  ["submit_label", "string"],
  ["notify_on_cancel", "boolean"],
  ["state", "string"],
  ["source_url", "string", "left out when empty"],
];
const ELEMENT_HEAD: Shape = [
  ["display_name", "string"],
  ["name", "string"],
  ["type", "string"],
  ["subtype", "string"],
  ["default", "string"],
  ["placeholder", "string"],
  ["help_text", "string"],
  ["optional", "boolean"],
  ["min_length", "number"],
  ["max_length", "number"],
  ["data_source", "string"],
  ["data_source_url", "string", "left out when empty"],
];
const ELEMENT_TAIL: Shape = [
  ["multiselect", "boolean"],
  ["refresh", "boolean", "left out when empty"],
];
const TIME: Shape = [
  ["time_interval", "number", "left out when empty"],
  ["location_timezone", "string", "left out when empty"],
  ["allow_manual_time_entry", "boolean", "left out when empty"],
];
const DATES: Shape = [
  ["min_date", "string", "left out when empty"],
  ["max_date", "string", "left out when empty"],
  ["time_interval", "number", "left out when empty"],
];
const OPTION: Shape = [
  ["text", "string"],
  ["value", "string"],
];

class Undecodable extends Error {}

/** A dialog with all its keys; nothing when a key is of another kind. */
export function decodeDialog(value: unknown): Dialog | undefined {
  return attempt(() => dialogOf(value));
}

/** What an integration says to a submission; nothing when it does not decode. */
export function decodeDialogAnswer(value: unknown): DialogAnswer | undefined {
  return attempt(() => {
    const { error, errors, type, form } = recordOf(value);
    const texts = errors === undefined || errors === null ? {} : recordOf(errors);
    if (Object.values(texts).some((text) => typeof text !== "string")) throw new Undecodable();
    const said = fields({ error, type }, [
      ["error", "string", "left out when empty"],
      ["type", "string", "left out when empty"],
    ]) as Pick<DialogAnswer, "error" | "type">;
    return {
      ...(said.error === undefined ? {} : { error: said.error }),
      ...(Object.keys(texts).length === 0 ? {} : { errors: texts as Record<string, string> }),
      ...(said.type === undefined ? {} : { type: said.type }),
      ...(form === undefined || form === null ? {} : { form: dialogOf(form) }),
    };
  });
}

/** What an integration offers for a select; nothing when it does not decode. */
export function decodeLookup(value: unknown): { readonly items: DialogOption[] | null } | undefined {
  return attempt(() => ({ items: listOf(recordOf(value)["items"], optionOf) }));
}

function dialogOf(value: unknown): Dialog {
  const given = recordOf(value);
  const elements = listOf(given["elements"], elementOf);
  return { ...fields(given, HEAD), elements, ...fields(given, TAIL) } as unknown as Dialog;
}

function elementOf(value: unknown): DialogElement {
  const given = recordOf(value);
  const { datetime_config: time } = given;
  return {
    ...fields(given, ELEMENT_HEAD),
    options: listOf(given["options"], optionOf),
    ...fields(given, ELEMENT_TAIL),
    ...(time === undefined || time === null ? {} : { datetime_config: fields(recordOf(time), TIME) }),
    ...fields(given, DATES),
  } as unknown as DialogElement;
}

function optionOf(value: unknown): DialogOption {
  return fields(recordOf(value), OPTION) as unknown as DialogOption;
}

function fields(given: Readonly<Record<string, unknown>>, shape: Shape): Record<string, unknown> {
  const entries = shape.flatMap(([name, kind, isOptional]) => {
    const value = given[name] ?? EMPTY[kind];
    if (typeof value !== kind || (kind === "number" && !Number.isInteger(value))) throw new Undecodable();
    return isOptional !== undefined && value === EMPTY[kind] ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function listOf<Item>(value: unknown, decode: (item: unknown) => Item): Item[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw new Undecodable();
  return value.map(decode);
}

function recordOf(value: unknown): Record<string, unknown> {
  if (value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new Undecodable();
  return value as Record<string, unknown>;
}

function attempt<Value>(decode: () => Value): Value | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof Undecodable) return undefined;
    throw error;
  }
}
