/**
 * What plugins are configured with, from the file `plugins.json` in the bot's home: `{ "karma": { "cap": 20, "token": "${KARMA_TOKEN}" } }`. A
 * text that is nothing but `${NAME}` is the variable of this name, so that no secret has to stand there. Part of settings.ts.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { closest } from "matterwright";

import { Trouble } from "../trouble.ts";
import { contentOf } from "./network.ts";
import type { Found, Variables } from "./read.ts";

/** The file, as an operator calls it. */
export const PLUGIN_CONFIGS = "plugins.json";

export interface PluginConfigs {
  /** By the names of plugins. */
  readonly byName: Readonly<Record<string, unknown>>;
  /** What came out of variables, and must not stand in a log. */
  readonly secrets: readonly string[];
}

/** @throws Trouble when the file cannot be understood, or names a variable that is not set. */
export function pluginConfigsOf({ variables }: Pick<Found, "variables">, home: string): PluginConfigs {
  const path = join(home, PLUGIN_CONFIGS);
  if (!existsSync(path)) return { byName: {}, secrets: [] };
  const secrets: string[] = [];
  const read = parsed(contentOf(PLUGIN_CONFIGS, path));
  return { byName: filled(read, { variables, secrets, at: "" }) as Record<string, unknown>, secrets };
}

/** A sentence for each plugin that is configured and not there, with the one that was probably meant. */
export function strangePlugins(
  byName: PluginConfigs["byName"],
  plugins: readonly { readonly name: string }[],
): string[] {
  const names = plugins.map(({ name }) => name);
  return Object.keys(byName).flatMap((name) => {
    if (names.includes(name)) return [];
    const near = closest(name, names);
    const hint = near === undefined ? `There are ${names.toSorted().join(", ")}.` : `Did you mean ${near}?`;
    return [`${PLUGIN_CONFIGS} configures ${name}, and there is no such plugin: it has no effect. ${hint}`];
  });
}

function parsed(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Trouble("setting", `${PLUGIN_CONFIGS} is no JSON: ${(error as Error).message}.`);
  }
  const isByName = isRecord(value) && Object.values(value).every(isRecord);
  if (!isByName)
    throw new Trouble(
      "setting",
      `${PLUGIN_CONFIGS} has to name plugins, each with its configuration: {"karma": {"cap": 20}}.`,
    );
  return value;
}

interface Filling {
  readonly variables: Variables;
  readonly secrets: string[];
  /** The path so far, to name it by. */
  readonly at: string;
}

function filled(value: unknown, filling: Filling): unknown {
  const { variables, secrets, at } = filling;
  const below = (name: number | string): Filling => ({ ...filling, at: at === "" ? `${name}` : `${at}.${name}` });
  if (Array.isArray(value)) return value.map((each, index) => filled(each, below(index)));
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, below(name))]));
  const [, name] = typeof value === "string" ? (/^\$\{(\w+)\}$/.exec(value) ?? []) : [];
  if (name === undefined) return value;
  const found = variables[name];
  if (found === undefined)
    throw new Trouble("setting", `${PLUGIN_CONFIGS}: ${at} is to be the variable ${name}, which is not set.`);
  secrets.push(found);
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
