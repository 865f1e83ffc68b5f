/**
 * The arguments of a command as a list, made once from the zod shape that its author wrote. Called when a command is
 * made; parsing, usage and help all read this list, so they cannot disagree. It refuses shapes that nobody could type.
 */
import * as z from "zod";
import { kindOf, metaOf } from "./kind.ts";
import type { Kind } from "./kind.ts";

export interface Argument {
  /** The handler's name for it. */
  readonly name: string;
  /** The name behind `--`: `dryRun` is `dry-run`. Case, dashes and underscores make no difference when it is typed. */
  readonly flag: string;
  readonly kind: Kind;
  readonly required: boolean;
  /** It can be given by its place. Flags cannot, nor can what would make the places ambiguous. */
  readonly positional: boolean;
  /** What it is when it is not given. */
  readonly fallback: unknown;
  readonly about: string;
  readonly schema: z.core.$ZodType;
  /** What the author gave with `.meta({ examples: ["api"] })`. */
  readonly examples: readonly string[];
}

export interface ArgumentList {
  readonly all: readonly Argument[];
  /** By {@link flagKey}. */
  readonly byFlag: ReadonlyMap<string, Argument>;
  readonly schema: z.ZodObject;
}

/** How flags are compared: `--dry-run`, `--dryRun` and `--DRY_RUN` are one. */
export function flagKey(flag: string): string {
  return flag.replaceAll(/[-_]/g, "").toLowerCase();
}

/**
 * Reads a shape such as `{ service: z.string(), force: z.boolean().default(false) }`.
 *
 * @throws TypeError for an argument that cannot be typed, has a reserved name, or stands behind free text
 */
export function argumentsOf(command: string, shape: z.ZodRawShape): ArgumentList {
  const entries = Object.entries(shape);
  const freeText = entries.findIndex(([, schema]) => kindOf(schema)?.type === "rest");
  if (freeText >= 0 && freeText < entries.length - 1) {
    throw new TypeError(
      `Command "${command}": rest() takes everything to the end of the message, so put "${entries[freeText]?.[0]}" last.`,
    );
  }
  const all = entries.map(([name, schema], index) =>
    argumentOf(command, { name, schema, last: index === entries.length - 1, beforeText: freeText > index }),
  );
  const byFlag = new Map(all.map((argument) => [flagKey(argument.name), argument]));
  if (byFlag.size < all.length) {
    throw new TypeError(`Command "${command}": two arguments differ only in case, dashes or underscores; rename one.`);
  }
  return { all, byFlag, schema: z.object(shape) };
}

interface Place {
  readonly name: string;
  readonly schema: z.core.$ZodType;
  readonly last: boolean;
  readonly beforeText: boolean;
}

function argumentOf(command: string, { name, schema, last, beforeText }: Place): Argument {
  const where = `Command "${command}", argument "${name}"`;
  if (["h", "help"].includes(flagKey(name))) throw new TypeError(`${where}: -h and --help show the help; rename it.`);
  if (!/^\p{L}[\p{L}\p{N}_]*$/u.test(name)) throw new TypeError(`${where}: use a letter, then letters and digits.`);
  const kind = kindOf(schema);
  if (!kind)
    throw new TypeError(`${where}: a z.${(schema as z.ZodType).type}() of this kind cannot be typed in a chat.`);
  const required = isRequired(kind, schema);
  const meta = metaOf(schema);
  const { description, examples } = meta;
  return {
    name,
    flag: name
      .replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, "-")
      .replaceAll("_", "-")
      .toLowerCase(),
    kind,
    required,
    positional:
      meta["named"] !== true && kind.type !== "flag" && (kind.type !== "list" || last) && (required || !beforeText),
    fallback: fallbackOf(schema),
    about: typeof description === "string" ? description : "",
    schema,
    examples: Array.isArray(examples) ? examples.map(String) : [],
  };
}

function isRequired(kind: Kind, schema: z.core.$ZodType): boolean {
  if (kind.type === "flag") return false;
  return !accepts(schema, undefined) && !(kind.type === "list" && accepts(schema, []));
}

/** Whether a schema takes a value at once. What it must look up first, it does not take. */
export function accepts(schema: z.core.$ZodType, value: unknown): boolean {
  try {
    return z.safeParse(schema, value).success;
  } catch {
    return false;
  }
}

function fallbackOf(schema: z.core.$ZodType): unknown {
  const { def } = schema as z.ZodType & {
    readonly def: { readonly defaultValue?: unknown; readonly innerType?: unknown };
  };
  if (def.defaultValue !== undefined) return def.defaultValue;
  return def.innerType === undefined ? undefined : fallbackOf(def.innerType as z.core.$ZodType);
}
