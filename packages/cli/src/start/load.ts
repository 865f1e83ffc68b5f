/**
 * Loads one plugin: a `.ts` or `.js` file, or a folder with a package or an `index` file in it, that exports `plugin({ … })` as its
 * default. Called for the plugins of folders and for those that were installed.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, type PluginOrigin } from "matterwright";
import { loadOf } from "./imports.ts";

/** Where a plugin comes from, with what it is made of. */
export interface FileOrigin extends PluginOrigin {
  /** Absolute: the file, or the folder of the package. */
  readonly path: string;
  /** Every file of its own that was imported when it was last loaded, also when that failed. */
  files(): ReadonlySet<string>;
}

/** @param file the path as an operator would write it */
export function originOf(path: string, file: string): FileOrigin {
  let files: () => ReadonlySet<string> = () => new Set([path]);
  return {
    path,
    file,
    files: () => files(),
    async load() {
      const load = loadOf(entryOf(path) ?? path);
      files = () => load.files();
      try {
        return pluginIn(await import(load.url));
      } catch (error) {
        throw new Error(reasonOf(error, files(), path), { cause: error });
      }
    },
  };
}

/** The plugin of an origin; in the place of one that cannot be loaded, one that says so, under the name of its file unless it has another. */
export function loadedOr(origin: PluginOrigin, name: string = origin.file): Promise<Plugin> {
  return origin.load().catch((error: unknown) => brokenPlugin(name, error));
}

/** A plugin that fails where every plugin may fail, so that the log, `!status` and `!plugin list` name it. */
export function brokenPlugin(name: string, error: unknown): Plugin {
  const reason = error instanceof Error ? error.message : String(error);
  const setup = (): Promise<never> => Promise.reject(new Error(reason));
  return { name, version: "", about: "", needs: [], schema: undefined, setup };
}

/** Whether a folder is a plugin. One of another kind, such as one with a plugin's data, is left alone, and so is what comes with the program. */
export function isPackage(folder: string): boolean {
  if (/^[._]|^node_modules$/.test(basename(folder)) || entryOf(folder) === undefined) return false;
  return !manifestOf(folder).name.startsWith("@matterwright/");
}

/** What a folder's package says is its beginning, or its `index` file. */
function entryOf(folder: string): string | undefined {
  const candidates = [...manifestOf(folder).mains, "index.ts", "index.js", "index.mts", "index.mjs"];
  return candidates.map((name) => join(folder, name)).find((path) => existsSync(path));
}

function manifestOf(folder: string): { readonly name: string; readonly mains: readonly string[] } {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return { name: "", mains: [] };
  const { name, main, exports } = read(file);
  const root = isObject(exports) && "." in exports ? exports["."] : exports;
  const condition = isObject(root) ? (root["import"] ?? root["default"]) : root;
  return { name: String(name), mains: [condition, main].filter((each) => typeof each === "string") };
}

/** Nothing where it makes no sense. */
function read(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function pluginIn(module: unknown): Plugin {
  const made = isObject(module) ? module["default"] : undefined;
  if (isObject(made) && typeof made["name"] === "string" && typeof made["setup"] === "function")
    return made as unknown as Plugin;
  throw new Error('it does not export a plugin: write `export default plugin({ name: "…", setup(bot) { … } })`');
}

/** What is wrong, with the file and the line where that can be told. */
function reasonOf(error: unknown, files: ReadonlySet<string>, own: string): string {
  if (!(error instanceof Error)) return String(error);
  const place = placeIn(error.stack ?? "", files, own);
  const message = error.message.split("\n", 1)[0]?.replaceAll(/\?load=\d+/g, "") ?? "";
  return place === undefined ? message : `${message} (${place})`;
}

/** Where a file is no TypeScript stands only in the head of the stack. */
function placeIn(stack: string, files: ReadonlySet<string>, own: string): string | undefined {
  for (const [, address = "", line = ""] of stack.matchAll(
    /(file:\/\/[^\s()]+?|\/[^\n()]*?):(\d+)(?::\d+)?\)?(?=\n|$)/g,
  )) {
    const path = address.startsWith("file:") ? fileURLToPath(address.replace(/\?.*$/, "")) : address;
    if (files.has(path)) return path === own ? `line ${line}` : `${basename(path)}, line ${line}`;
  }
  return undefined;
}
