/** What a button, menu or dialog carries: the schema that its author gave, checked when it is made and again when it comes back. */
import * as z from "zod";
import { MisuseError, UserError, issuesOf } from "../errors.ts";

/** A schema, or the shape of an object. */
export type Carrying = z.ZodType | z.ZodRawShape;

/** What is given to be carried. */
export type Given<Schema extends Carrying> = Schema extends z.ZodType
  ? z.input<Schema>
  : Schema extends z.ZodRawShape
    ? z.input<z.ZodObject<Schema>>
    : never;

/** What comes back. */
export type Carried<Schema extends Carrying> = Schema extends z.ZodType
  ? z.output<Schema>
  : Schema extends z.ZodRawShape
    ? z.output<z.ZodObject<Schema>>
    : never;

/** The shape of what carries nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** What may be empty need not be given. */
export type Carry<Schema extends Carrying, More extends readonly unknown[]> =
  MayBeEmpty<Given<Schema>> extends true
    ? [payload?: Given<Schema>, ...more: More]
    : [payload: Given<Schema>, ...more: More];

type MayBeEmpty<Payload> = Payload extends object
  ? string extends keyof Payload
    ? true
    : Partial<Payload> extends Payload
      ? true
      : false
  : false;

/** Says that what was clicked is from another time. */
export const STALE =
  "This is from an earlier version of me, and I no longer know what it was to do. Please ask me again.";

export class Carrier<Schema extends Carrying> {
  readonly #what: string;
  readonly #schema: z.ZodType;

  /** @param what it is for, in words: `the button yes` */
  constructor(what: string, schema: Schema) {
    this.#what = what;
    this.#schema = isSchema(schema) ? schema : z.object(schema);
  }

  /** As it is sealed: what the schema makes of it is made when it comes back. @throws MisuseError when it does not fit. */
  pack(payload: unknown = {}): unknown {
    const parsed = this.#schema.safeParse(payload);
    if (!parsed.success) throw new MisuseError(`${this.#what} cannot carry this: ${issuesOf(parsed.error)}`);
    return payload;
  }

  /** @throws UserError when it was packed under another schema. */
  async unpack(payload: unknown): Promise<Carried<Schema>> {
    const parsed = await this.#schema.safeParseAsync(payload);
    if (!parsed.success) throw new UserError(STALE);
    return parsed.data as Carried<Schema>;
  }
}

function isSchema(schema: Carrying): schema is z.ZodType {
  return "_zod" in schema;
}

/** The server calls no action with another id. @throws MisuseError. */
export function checkName(what: string, name: string): void {
  if (!/^[A-Za-z][A-Za-z0-9]{0,63}$/.test(name))
    throw new MisuseError(
      `"${name}" is no name of a ${what}: use letters and digits and nothing else, for the server lets nobody use another`,
    );
}
