/** Makes up a value that a schema takes, for the example in help and errors of an argument that is written as JSON. Pure. */
import * as z from "zod";

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly anyOf?: readonly JsonSchema[];
}

/** JSON with what is required in it. Whether the schema takes it, whoever calls finds out. */
export function jsonSample(schema: z.core.$ZodType): string {
  try {
    return JSON.stringify(sample(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema));
  } catch {
    return "{}";
  }
}

function sample(schema: JsonSchema): unknown {
  const { type, properties = {}, required = [], minimum = 1, anyOf = [] } = schema;
  if ("const" in schema) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (anyOf[0] !== undefined) return sample(anyOf[0]);
  if (type === "number" || type === "integer") return Math.ceil(minimum);
  if (type === "boolean") return true;
  if (type === "array") return [];
  if (type === "object") return Object.fromEntries(required.map((name) => [name, sample(properties[name] ?? {})]));
  return "text";
}
