/** Loads the plugins of a folder: each `.ts` or `.js` file exports `plugin({ … })` as its default. They need no packages of their own. */
import { readdirSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Log, Plugin } from "matterwright";
import { Trouble } from "../trouble.ts";

const LENT = /^(?:matterwright|zod|@matterwright\/(?:client|clock|protocol))(?:\/|$)/;
const PLUGIN_FILE = /^(?![._]).*(?<!\.d|\.test)\.(?:ts|mts|js|mjs)$/;

/**
 * The plugins of a folder, by alphabet. One that cannot be loaded is named in the log, and the others go on.
 *
 * @throws Trouble when the folder was asked for and cannot be read.
 */
export async function loadPlugins(
  folder: string,
  { isOptional = false, log }: { readonly isOptional?: boolean; readonly log: Log },
): Promise<Plugin[]> {
  const files = filesIn(folder, isOptional);
  if (files.length > 0) lendPackages();
  const plugins: Plugin[] = [];
  for (const file of files) {
    try {
      plugins.push(await loadPlugin(join(folder, file)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ file: join(folder, file), reason }, "a plugin could not be loaded");
    }
  }
  return plugins;
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
function lendPackages(): void {
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
