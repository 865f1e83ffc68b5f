/**
 * Loads the plugins of a folder: each `.ts` or `.js` file, and each folder with a package or an `index` file in it, exports
 * `plugin({ … })` as its default. They need no packages of their own.
 */
import { type Dirent, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { type ResolveHookSync, registerHooks } from "node:module";
import { basename, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Bot, Plugin, PluginOrigin } from "matterwright";
import { Trouble } from "../trouble.ts";

const LENT = /^(?:matterwright|zod|@matterwright\/(?:client|clock|hooks|protocol))(?:\/|$)/;
/** In the address of a plugin's files: which time it was loaded. */
const LOAD = "load";
const PLUGIN_FILE = /^(?![._]).*(?<!\.d|\.test)\.(?:ts|mts|js|mjs)$/;

interface LoadedPlugin {
  readonly plugin: Plugin;
  readonly origin: PluginOrigin;
}

/** Adds the plugins of the home's `plugins` folder, where there is one, and of those that the settings name. @throws Trouble when one of these cannot be read. */
export async function addPlugins(bot: Bot, { home, pluginFolders }: Folders): Promise<void> {
  hookIntoImports();
  const own = resolve(home, "plugins");
  const folders = new Set([own, ...pluginFolders]);
  for (const folder of folders) {
    for (const { plugin, origin } of await loadPlugins(folder, { isOptional: !pluginFolders.includes(folder), home })) {
      try {
        bot.plugin(plugin, undefined, origin);
      } catch (error) {
        bot.plugin(brokenPlugin(origin.file, error), undefined, origin);
      }
    }
  }
}

interface Folders {
  /** The bot's home, from which files are named. */
  readonly home: string;
  readonly pluginFolders: readonly string[];
}

/**
 * The plugins of a folder, by alphabet. In the place of one that cannot be loaded stands one that says so, and the others go on.
 *
 * @throws Trouble when the folder was asked for and cannot be read.
 */
async function loadPlugins(
  folder: string,
  { isOptional = false, home }: { readonly isOptional?: boolean; readonly home: string },
): Promise<LoadedPlugin[]> {
  const names = filesIn(folder, isOptional);
  const plugins: LoadedPlugin[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const file = relative(home, path);
    const origin = { file, load: () => loadPlugin(path) };
    plugins.push({ origin, plugin: await origin.load().catch((error: unknown) => brokenPlugin(file, error)) });
  }
  return plugins;
}

/** A plugin that fails where every plugin may fail, so that the log, `!status` and `!plugin list` name the file. */
function brokenPlugin(file: string, error: unknown): Plugin {
  const reason = error instanceof Error ? `${error.message}${lineOf(error)}` : String(error);
  const setup = (): Promise<never> => Promise.reject(new Error(reason));
  return { name: file, version: "", about: "", needs: [], schema: undefined, setup };
}

/** Where a file is no TypeScript stands only in the head of the stack. */
function lineOf({ stack = "" }: Error): string {
  const line = /^\S.*:(\d+)\n/.exec(stack)?.[1];
  return line === undefined ? "" : ` (line ${line})`;
}

function filesIn(folder: string, isOptional: boolean): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => (isFolder(folder, entry) ? isPackage(join(folder, entry.name)) : PLUGIN_FILE.test(entry.name)))
      .map(({ name }) => name)
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

function isFolder(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** A folder of another kind, such as one with a plugin's data, is left alone. */
function isPackage(folder: string): boolean {
  return !/^[._]|^node_modules$/.test(basename(folder)) && entryOf(folder) !== undefined;
}

/** What a folder's package says is its beginning, or its `index` file. */
function entryOf(folder: string): string | undefined {
  const said = mainOf(join(folder, "package.json"));
  const candidates = [...(said === undefined ? [] : [said]), "index.ts", "index.js", "index.mts", "index.mjs"];
  return candidates.map((name) => join(folder, name)).find((path) => existsSync(path));
}

function mainOf(file: string): string | undefined {
  try {
    const { main, exports } = JSON.parse(readFileSync(file, "utf8")) as {
      readonly main?: unknown;
      readonly exports?: unknown;
    };
    return [exports, main].find((each) => typeof each === "string");
  } catch {
    return undefined;
  }
}

let loads = 0;

/** Loads it as it is now, with every file of its own that it imports. */
async function loadPlugin(path: string): Promise<Plugin> {
  const url = pathToFileURL(entryOf(path) ?? path);
  url.searchParams.set(LOAD, String(++loads));
  const module = (await import(url.href)) as { readonly default?: unknown };
  if (!isPlugin(module.default))
    throw new Error('it does not export a plugin: write `export default plugin({ name: "…", setup(bot) { … } })`');
  return module.default;
}

function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== "object" || value === null) return false;
  return "name" in value && typeof value.name === "string" && "setup" in value && typeof value.setup === "function";
}

let isHooked = false;

/**
 * Makes Node resolve for plugins: one that has no copy of its own gets ours of `matterwright` and its kin, so that a file in an empty
 * folder works; and what a plugin imports of its own is loaded anew with it, for Node would give it the old file.
 */
export function hookIntoImports(): void {
  if (isHooked) return;
  isHooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      if (LENT.test(specifier)) return lent(specifier, context, next);
      const resolved = next(specifier, context);
      const load = loadOf(context.parentURL);
      if (load === undefined || !resolved.url.startsWith("file:") || resolved.url.includes("/node_modules/"))
        return resolved;
      const url = new URL(resolved.url);
      url.searchParams.set(LOAD, load);
      return { ...resolved, url: url.href };
    },
  });
}

const lent: ResolveHookSync = (specifier, context, next) => {
  try {
    return next(specifier, context);
  } catch {
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
};

function loadOf(parentUrl: string | undefined): string | undefined {
  return parentUrl === undefined || !URL.canParse(parentUrl)
    ? undefined
    : (new URL(parentUrl).searchParams.get(LOAD) ?? undefined);
}
