/** Loads the plugins of a folder: each `.ts` or `.js` file exports `plugin({ … })` as its default. They need no packages of their own. */
import { readdirSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "matterwright";
import { Trouble } from "../trouble.ts";

const LENT = /^(?:matterwright|zod|@matterwright\/(?:client|clock|hooks|protocol))(?:\/|$)/;
const PLUGIN_FILE = /^(?![._]).*(?<!\.d|\.test)\.(?:ts|mts|js|mjs)$/;

export interface LoadedPlugin {
  /** As a person in the bot's home would write it. */
  readonly file: string;
  readonly plugin: Plugin;
}

/**
 * The plugins of a folder, by alphabet. In the place of one that cannot be loaded stands one that says so, and the others go on.
 *
 * @param home the bot's home, from which files are named.
 * @throws Trouble when the folder was asked for and cannot be read.
 */
export async function loadPlugins(
  folder: string,
  { isOptional = false, home }: { readonly isOptional?: boolean; readonly home: string },
): Promise<LoadedPlugin[]> {
  const names = filesIn(folder, isOptional);
  if (names.length > 0) lendPackages();
  const plugins: LoadedPlugin[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const file = relative(home, path);
    plugins.push({ file, plugin: await loadPlugin(path).catch((error: unknown) => brokenPlugin(file, error)) });
  }
  return plugins;
}

/** A plugin that fails where every plugin may fail, so that the log, `!status` and `!plugin list` name the file. */
export function brokenPlugin(file: string, error: unknown): Plugin {
  const reason = error instanceof Error ? `${error.message}${lineOf(error)}` : String(error);
  return { name: file, version: "", about: "", setup: () => Promise.reject(new Error(reason)) };
}

/** Where a file is no TypeScript stands only in the head of the stack. */
function lineOf({ stack = "" }: Error): string {
  const line = /^\S.*:(\d+)\n/.exec(stack)?.[1];
  return line === undefined ? "" : ` (line ${line})`;
}

function filesIn(folder: string, isOptional: boolean): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => PLUGIN_FILE.test(name))
      .toSorted();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (isOptional && code === "ENOENT") return [];
    throw new Trouble(
      "setting",
      `BOT_EXTRA_PLUGIN_DIR="${folder}" cannot be read (${code}): name a folder with plugins.`,
    );
  }
}

async function loadPlugin(path: string): Promise<Plugin> {
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
  if (!isPlugin(module.default))
    throw new Error('it does not export a plugin: write `export default plugin({ name: "…", setup(bot) { … } })`');
  return module.default;
}

function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== "object" || value === null) return false;
  return "name" in value && typeof value.name === "string" && "setup" in value && typeof value.setup === "function";
}

let areLent = false;

/** A plugin that has no copy of its own gets ours of `matterwright` and its kin, so that a file in an empty folder works. */
export function lendPackages(): void {
  if (areLent) return;
  areLent = true;
  registerHooks({
    resolve(specifier, context, next) {
      if (!LENT.test(specifier)) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}
