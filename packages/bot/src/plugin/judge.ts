/** Judges what a plugin is configured with: what does not fit is refused in plain words, what nobody reads is pointed out. Called by the files of this room. */
import type * as z from "zod";
import { MisuseError, UserError } from "../errors.ts";
import type { Log } from "../log/log.ts";
import { code } from "../text/code.ts";
import { inChat, inFile, misfitOf } from "../text/misfit.ts";
import { strangeKeys } from "./strange-keys.ts";

/** Where the configurations of plugins stand. */
export interface ConfigsSource {
  /** As whoever mends them would call it: `plugins.json`. */
  readonly file: string;
  /** Values in them that must not be shown, because they come from elsewhere. */
  readonly secrets?: readonly string[];
}

/** A plugin's configuration, on its way to it. */
export interface Configured {
  readonly name: string;
  readonly schema: z.ZodType | undefined;
  readonly value: unknown;
  /** Where it stands, so that somebody can mend it there; nothing where it was set from chat. */
  readonly source?: ConfigsSource | undefined;
}

/** @throws MisuseError that names each key that is wrong, what was given, what is wanted, and shows what would do. */
export function fitting<Schema extends z.ZodType>(
  schema: Schema,
  { name, value, source }: Configured,
): z.output<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const { file, secrets: hidden } = source ?? {};
  const { sentences, example } = misfitOf(schema, value ?? {}, { issues: parsed.error.issues, hidden });
  const whole = example && inFile({ ...example, path: file === undefined ? example.path : [name, ...example.path] });
  const shown = whole === undefined ? "" : ` For example: ${code(whole)}.`;
  const where = file === undefined ? "" : ` in ${file}`;
  throw new MisuseError(`the configuration of the plugin ${name}${where} is wrong: ${sentences.join(" ")}${shown}`);
}

/** Says in the log which keys have no effect. The plugin works all the same. */
export function pointOutStrange({ name, schema, value, source }: Configured, log: Log): void {
  const where = source?.file ?? "what was set from chat";
  if (schema === undefined && value !== undefined)
    log.warn(
      { plugin: name, in: where },
      `the plugin ${name} has nothing to configure: what stands for it has no effect`,
    );
  if (schema === undefined) return;
  for (const { path, near, there } of strangeKeys(schema, value)) {
    const hint = near === undefined ? `there is ${there.join(", ") || "nothing"}` : `did you mean ${near}?`;
    log.warn(
      { plugin: name, in: where, key: path },
      `${path} is no setting of the plugin ${name} and has no effect: ${hint}`,
    );
  }
}

interface Wish extends Pick<Configured, "name" | "value"> {
  readonly changes: unknown;
  /** Of what is there already, what must not be shown. */
  readonly hidden: readonly string[] | undefined;
}

/** What somebody wants to change, before it is. To take a key away is fine, whether it is known or not. @throws UserError. */
export function requireFitting(schema: z.ZodType, { name, value, changes, hidden }: Wish): void {
  const [strange] = strangeKeys(schema, withoutNulls(changes));
  if (strange !== undefined) {
    const { path, near, there } = strange;
    const meant = near === undefined ? "" : ` Did you mean ${code(near)}?`;
    const known = there.length === 0 ? "nothing" : there.map((each) => code(each)).join(", ");
    throw new UserError(`There is no ${code(path)} to configure, so nothing was changed: there is ${known}.${meant}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return;
  const { sentences, example } = misfitOf(schema, value, { issues: parsed.error.issues, hidden });
  const shown = example === undefined ? "" : ` For example: ${code(inChat(example))}.`;
  throw new UserError(`That is no configuration for ${name}, so nothing was changed: ${sentences.join(" ")}${shown}`);
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutNulls(each)]));
}
