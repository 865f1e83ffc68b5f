/** What may be configured, read out of its JSON Schema: which keys there are, what is secret, and a value that would do. Pure; asked where people configure something. */
import * as z from "zod";

/** Of a JSON Schema, what is looked at here. */
export interface Described {
  readonly secret?: boolean;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Described>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Described | boolean;
  readonly items?: Described | boolean;
  readonly prefixItems?: readonly Described[];
  readonly anyOf?: readonly Described[];
  readonly oneOf?: readonly Described[];
  readonly allOf?: readonly Described[];
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
}

/** Of a schema that describes itself to nobody, nothing is known. */
export function described(schema: z.ZodType): Described {
  try {
    return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Described;
  } catch {
    return {};
  }
}

/** So deep is looked: what describes itself has no end. */
export const DEEPEST = 24;

/** The alternatives of a description, itself among them, with what it refers to. */
export function alternatives(of: Described | boolean | undefined, root: Described, depth = 0): Described[] {
  if (typeof of !== "object" || depth > DEEPEST) return [];
  const { $ref, anyOf = [], oneOf = [], allOf = [] } = of;
  const referred = $ref === "#" ? root : root.$defs?.[($ref ?? "").replace("#/$defs/", "")];
  return [of, ...[...anyOf, ...oneOf, ...allOf, referred].flatMap((each) => alternatives(each, root, depth + 1))];
}

/** What is said of a key of an object, of an entry of a list; nothing where nothing is. */
export function below(of: Described, key: PropertyKey, root: Described): Described | undefined {
  return everyBelow(of, key, root)[0];
}

/** All that is said of it, where there are alternatives. */
export function everyBelow(of: Described, key: PropertyKey, root: Described): Described[] {
  return alternatives(of, root).flatMap(({ properties = {}, additionalProperties, items, prefixItems }) => {
    if (typeof key === "number") return prefixItems?.[key] ?? (typeof items === "object" ? items : []);
    if (Object.hasOwn(properties, key)) return properties[String(key)] ?? [];
    return typeof additionalProperties === "object" ? additionalProperties : [];
  });
}

const TEXTS: Readonly<Record<string, string>> = {
  uri: "https://example.com",
  email: "ann@example.com",
  date: "2026-01-31",
  "date-time": "2026-01-31T18:00:00Z",
  time: "18:00:00",
};

/** A value that may do. Whether the schema takes it, whoever calls finds out. */
export function sampleOf(of: Described): unknown {
  const { type, examples, format = "", minItems = 0, minLength = 0 } = of;
  if (examples?.[0] !== undefined) return examples[0];
  // An empty list shows nobody what stands in it.
  if (Array.isArray(of.default) && of.default.length === 0) return sampleOf({ ...of, default: undefined });
  for (const word of ["default", "const"] as const) if (of[word] !== undefined) return of[word];
  if (of.enum !== undefined) return of.enum[0];
  const [one] = of.anyOf ?? of.oneOf ?? [];
  if (one !== undefined) return sampleOf(one);
  switch (typeof type === "object" ? type[0] : type) {
    case "number":
    case "integer":
      return Math.min(of.minimum ?? (of.exclusiveMinimum ?? 0) + 1, of.maximum ?? Infinity);
    case "boolean":
      return true;
    case "array":
      return Array.from({ length: Math.max(1, minItems) }, () =>
        sampleOf(typeof of.items === "object" ? of.items : {}),
      );
    case "object":
      return Object.fromEntries((of.required ?? []).map((name) => [name, sampleOf(of.properties?.[name] ?? {})]));
    default:
      return TEXTS[format] ?? "text".padEnd(minLength, "x");
  }
}
