/** What plugins are configured with, kept beyond the program: locked where something of it is secret. */
import * as z from "zod";
import { type Secrets, secretsOf } from "../store/secrets.ts";
import type { Store } from "../store/store.ts";
import type { Vault } from "../store/vault.ts";
import { DEEPEST, type Described } from "../text/described.ts";
import type { PluginConfig } from "./scope.ts";

const HIDDEN = "•••";
const PREFIX = "plugins/config/";

export class Configurations {
  readonly #store: Store;
  readonly #secrets: Secrets;

  constructor(store: Store, vault: Vault | undefined) {
    this.#store = store;
    this.#secrets = secretsOf(store, vault, "plugin-config");
  }

  /** What was kept for a plugin, or nothing. @throws LockedError. */
  async get(name: string, schema: z.ZodType | undefined): Promise<unknown> {
    if (secretsIn(schema).length === 0) return this.#store.get(PREFIX + name);
    const text = await this.#secrets.get(name);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  /** Keeps a value; `undefined` forgets it. @throws MisuseError when it has secrets and there is nothing to lock them with. */
  async set(name: string, schema: z.ZodType | undefined, value: unknown): Promise<void> {
    const isLocked = secretsIn(schema).length > 0;
    if (value === undefined) await (isLocked ? this.#secrets.delete(name) : this.#store.delete(PREFIX + name));
    else if (isLocked) await this.#secrets.set(name, JSON.stringify(value));
    else await this.#store.set(PREFIX + name, value);
  }
}

/** A configuration with some values changed, on any depth. `null` takes one away. */
export function changed(value: unknown, changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...(isObject(value) ? value : {}) };
  for (const [name, change] of Object.entries(changes)) {
    if (change === null) delete result[name];
    else result[name] = isObject(change) ? changed(result[name], change) : change;
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How a configuration is shown: secrets are not. */
export function shown(schema: z.ZodType | undefined, value: unknown): PluginConfig {
  if (schema === undefined) return { value: undefined, schema: undefined, secrets: [] };
  const secrets = secretsIn(schema);
  const parsed = schema.safeParse(value ?? {});
  const masked = secrets.reduce((rest, path) => hide(rest, path.split(".")), parsed.success ? parsed.data : value);
  return { value: masked, schema: z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), secrets };
}

/** On a path, `*` is every entry of a list or a record. */
function hide(value: unknown, [name = "", ...rest]: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (name === "*" && Array.isArray(value)) return value.map((each) => hidden(each, rest));
  if (name === "*")
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hidden(each, rest)] as const));
  if (!(name in value)) return value;
  return { ...value, [name]: hidden((value as Record<string, unknown>)[name], rest) };
}

function hidden(inner: unknown, rest: readonly string[]): unknown {
  if (rest.length > 0) return hide(inner, rest);
  return inner === undefined ? inner : HIDDEN;
}

/** The paths of the values that are secret, wherever they lie: in lists, records and alternatives too. */
function secretsIn(schema: z.ZodType | undefined): string[] {
  if (schema === undefined) return [];
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Described;
  const find = (of: Described | boolean | undefined, path: readonly string[], depth = 0): string[] => {
    if (typeof of !== "object" || depth > DEEPEST) return [];
    if (of.secret === true && path.length > 0) return [path.join(".")];
    const { $ref, properties = {}, additionalProperties, items, prefixItems = [] } = of;
    const { anyOf = [], oneOf = [], allOf = [] } = of;
    const referred = $ref === undefined ? undefined : root.$defs?.[$ref.replace("#/$defs/", "")];
    return [
      ...Object.entries(properties).flatMap(([name, inner]) => find(inner, [...path, name], depth + 1)),
      ...[additionalProperties, items, ...prefixItems].flatMap((inner) => find(inner, [...path, "*"], depth + 1)),
      ...[...anyOf, ...oneOf, ...allOf, referred].flatMap((inner) => find(inner, path, depth + 1)),
    ];
  };
  return [...new Set(find(root, []))];
}
