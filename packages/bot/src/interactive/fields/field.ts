/** Words for the fields of a dialog that zod has none for. Each is an ordinary schema: it takes `.optional()`, `.default()` and `.meta()`. */
import * as z from "zod";
import type { Rest } from "@matterwright/client";
import type { Id } from "@matterwright/protocol";
import { MisuseError } from "../../errors.ts";
import type { People } from "../../people/people.ts";

/** One of the choices of a field that looks them up. */
export interface Choice {
  readonly text: string;
  readonly value: string;
}

/** Who looks something up, and where. */
export interface Looking {
  readonly userId: Id;
  readonly channelId: Id;
  /** What stands in the other fields, unchecked. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What the dialog carries. */
  readonly carried: unknown;
  readonly rest: Rest;
  readonly people: People;
}

/** Finds the choices for what a person has typed so far, at first nothing. The server waits for half a minute. */
export type FindChoices = (
  query: string,
  looking: Looking,
) => readonly (Choice | string)[] | Promise<readonly (Choice | string)[]>;

/** A chosen value, by the text that is shown for it. */
type Labels<Value extends string> = Readonly<Record<Value, string>>;

const kinds = {
  textarea: (): z.ZodString => z.string().meta({ kind: "textarea" }),
  password: (): z.ZodString => z.string().meta({ kind: "password" }),
  telephone: (): z.ZodString => z.string().meta({ kind: "telephone" }),
  user: (): z.ZodString => z.string().meta({ kind: "user" }),
  users: (): z.ZodArray<z.ZodString> => z.array(kinds.user()),
  channel: (): z.ZodString => z.string().meta({ kind: "channel" }),
  channels: (): z.ZodArray<z.ZodString> => z.array(kinds.channel()),
  select: <Value extends string>(labels: Labels<Value>): z.ZodType<Value> => choice("select", labels),
  radio: <Value extends string>(labels: Labels<Value>): z.ZodType<Value> => choice("radio", labels),
  lookup: (find: FindChoices): z.ZodString => z.string().meta({ kind: "lookup", find }),
} as const;

/**
 * Fields of a dialog. What zod has words for needs none of these: `z.string()`, `z.email()`, `z.url()`, `z.number()`, `z.boolean()`,
 * `z.enum([…])`, `z.iso.date()`, `z.iso.datetime()`, `z.date()`, and lists of choices. `.meta({ title, placeholder })` and
 * `.describe()` are its label, its placeholder and the help below it.
 *
 * @example
 * const fields = {
 *   why: field.textarea().min(10).meta({ title: "Reason" }),
 *   who: field.user(),
 *   where: field.select({ eu: "Europe", us: "America" }).default("eu"),
 *   service: field.lookup((query) => services.filter((name) => name.includes(query))),
 * };
 */
export const field = {
  /** A long text. */
  textarea: kinds.textarea,
  /** Hidden while it is typed. */
  password: kinds.password,
  telephone: kinds.telephone,
  /** Somebody of the server: an id. */
  user: kinds.user,
  users: kinds.users,
  /** An open channel of the team: an id. */
  channel: kinds.channel,
  channels: kinds.channels,
  /** One of a few, in a menu. */
  select: kinds.select,
  /** One of a few, all of them in sight. */
  radio: kinds.radio,
  /** One of many, which the bot finds as the person types. */
  lookup: kinds.lookup,
} as const;

function choice<Value extends string>(kind: "select" | "radio", labels: Labels<Value>): z.ZodType<Value> {
  const values = Object.keys(labels) as Value[];
  const [first, ...others] = values;
  if (first === undefined)
    throw new MisuseError(`a ${kind} has no options: give it at least one, like field.${kind}({ yes: "Yes" })`);
  return z.enum([first, ...others]).meta({ kind, labels });
}
