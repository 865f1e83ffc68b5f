/**
 * What a zod schema asks of a word in a line of chat: a number, one of a few choices, a flag, the rest of the text.
 * Called once per argument when a command is made; the schema itself goes on to judge the value.
 */
import type * as z from "zod";

/** How the words of an argument are read before its schema sees them. */
export type Kind =
  | { readonly type: "text" }
  /** Everything to the end of the message, as it was typed. */
  | { readonly type: "rest" }
  | { readonly type: "number"; readonly whole: boolean }
  | { readonly type: "flag" }
  | { readonly type: "date" }
  /** A moment in the asker's time zone. */
  | { readonly type: "moment" }
  /** A length of time, in milliseconds. */
  | { readonly type: "duration" }
  /** Something on the server that has to be looked up. */
  | { readonly type: "user" | "channel" | "team" | "post" }
  /** What may be written, in the order of the schema, and the value each stands for. */
  | { readonly type: "choice"; readonly choices: ReadonlyMap<string, unknown> }
  /** An object or record, written as JSON. */
  | { readonly type: "json" }
  | { readonly type: "list"; readonly of: Kind };

/** The schemas that can be written in a line of chat, by zod's own names. */
const SIMPLE: Readonly<Record<string, Kind>> = {
  string: { type: "text" },
  template_literal: { type: "text" },
  any: { type: "text" },
  unknown: { type: "text" },
  transform: { type: "text" },
  custom: { type: "text" },
  date: { type: "date" },
  boolean: { type: "flag" },
  object: { type: "json" },
  record: { type: "json" },
};

/** The schemas that we add to zod's, by what stands in their `.meta()`. */
const OURS: Readonly<Record<string, Kind>> = {
  rest: { type: "rest" },
  user: { type: "user" },
  channel: { type: "channel" },
  team: { type: "team" },
  post: { type: "post" },
  duration: { type: "duration" },
  moment: { type: "moment" },
};

/** The kind of a schema, or `undefined` when nothing that a person types could satisfy it. */
export function kindOf(schema: z.core.$ZodType): Kind | undefined {
  const def = defOf(schema);
  const own = OURS[String(metaOf(schema)["kind"])];
  if (own) return own;
  switch (def.type) {
    case "default":
    case "prefault":
    case "optional":
    case "nullable":
    case "nonoptional":
    case "readonly":
    case "catch":
      return kindOf(def.innerType);
    case "pipe":
      return kindOf(defOf(def.in).type === "transform" ? def.out : def.in);
    case "lazy":
      return kindOf(def.getter());
    case "number":
      return { type: "number", whole: (schema as z.ZodNumber).isInt };
    case "enum":
      return choice(Object.values(def.entries));
    case "literal":
      return choice(def.values);
    case "union":
      return ofUnion(def.options.map(kindOf));
    case "array": {
      const of = kindOf(def.element);
      return of && of.type !== "list" && of.type !== "rest" ? { type: "list", of } : undefined;
    }
    default:
      return SIMPLE[def.type];
  }
}

/** What the author noted beside the schema with `.meta()` or `.describe()`, on any of its wrappers. */
export function metaOf(schema: z.core.$ZodType): Readonly<Record<string, unknown>> {
  const def = defOf(schema);
  const inner = "innerType" in def ? metaOf(def.innerType) : {};
  return { ...inner, ...(schema as z.ZodType).meta() };
}

/** The kind in words, for a person: "a whole number", "one of `staging`, `prod`". */
export function inWords(kind: Kind): string {
  switch (kind.type) {
    case "text":
      return "a word (or several in quotes)";
    case "rest":
      return "a text";
    case "number":
      return kind.whole ? "a whole number" : "a number";
    case "flag":
      return "`yes` or `no`";
    case "date":
      return "a date such as `2026-01-31` or `2026-01-31T18:00:00Z`";
    case "moment":
      return 'a date or time such as `2026-01-31`, `18:00` or `"tomorrow 9:00"`';
    case "duration":
      return "a length of time such as `90s`, `15m` or `1h30m`";
    case "user":
      return "somebody here, such as `@ann`";
    case "channel":
      return "a channel that you can see, such as `~town-square`";
    case "team":
      return "a team that I am in, by its name";
    case "post":
      return "a link to a post that you can read";
    case "choice":
      return `one of ${[...kind.choices.keys()].map((name) => `\`${name}\``).join(", ")}`;
    case "json":
      return "an object in JSON";
    case "list":
      return inWords(kind.of);
  }
}

function choice(values: readonly unknown[]): Kind {
  return { type: "choice", choices: new Map(values.map((value) => [String(value), value])) };
}

/** Alternatives that are all choices are one longer choice; all others are read as text, and the schema chooses. */
function ofUnion(kinds: readonly (Kind | undefined)[]): Kind {
  const choices = kinds.flatMap((kind) => (kind?.type === "choice" ? [...kind.choices.values()] : []));
  return choices.length > 0 && kinds.every((kind) => kind?.type === "choice") ? choice(choices) : { type: "text" };
}

function defOf(schema: z.core.$ZodType): z.core.$ZodTypes["_zod"]["def"] {
  return (schema as z.ZodType).def as z.core.$ZodTypes["_zod"]["def"];
}
