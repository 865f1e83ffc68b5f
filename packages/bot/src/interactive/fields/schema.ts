/** Looks into a zod schema: through its wrappers at what it is about, whether it may be left out, and what the author noted beside it. */
import type * as z from "zod";

export type Definition = z.core.$ZodTypes["_zod"]["def"];

export interface Look {
  /** Behind all wrappers. */
  readonly schema: z.core.$ZodType;
  readonly def: Definition;
  readonly isOptional: boolean;
  readonly default: unknown;
  readonly notes: Readonly<Record<string, unknown>>;
}

export function lookInto(schema: z.core.$ZodType): Look {
  const def = defOf(schema);
  const notes = (schema as z.ZodType).meta() ?? {};
  const below = (inner: z.core.$ZodType, more: Partial<Look> = {}): Look => {
    const look = lookInto(inner);
    return { ...look, ...more, notes: { ...look.notes, ...notes } };
  };
  switch (def.type) {
    case "optional":
    case "nullable":
      return below(def.innerType, { isOptional: true });
    case "default":
    case "prefault":
      return below(def.innerType, { isOptional: true, default: def.defaultValue });
    case "readonly":
    case "catch":
      return below(def.innerType);
    case "nonoptional":
      return below(def.innerType, { isOptional: false });
    case "pipe":
      return below(defOf(def.in).type === "transform" ? def.out : def.in);
    default:
      return { schema, def, isOptional: false, default: undefined, notes };
  }
}

export function defOf(schema: z.core.$ZodType): Definition {
  return (schema as z.ZodType).def as Definition;
}

/** What a list is a list of. */
export function itemOf(schema: z.core.$ZodType): z.core.$ZodType {
  const def = defOf(schema);
  return def.type === "array" ? lookInto(def.element).schema : schema;
}
