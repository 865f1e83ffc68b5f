/** Adds the plugins of folders to a bot: each file and each package in there. They need no packages of their own. */
import { type Dirent, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Bot } from "matterwright";
import { Trouble } from "../trouble.ts";
import { hookIntoImports } from "./imports.ts";
import { type FileOrigin, brokenPlugin, isPackage, loadedOr, originOf } from "./load.ts";

const PLUGIN_FILE = /^(?![._]).*(?<!\.d|\.test)\.(?:ts|mts|js|mjs)$/;

export interface Folders {
  /** The bot's home, from which files are named. */
  readonly home: string;
  /** Absolute, besides `plugins` in the home. */
  readonly pluginFolders: readonly string[];
}

/** Adds the plugins of the home's `plugins` folder, where there is one, and of those that the settings name. Returns where they come from. @throws Trouble when one of these cannot be read. */
export async function addPlugins(bot: Bot, folders: Folders): Promise<readonly FileOrigin[]> {
  hookIntoImports();
  const origins = originsIn(folders);
  for (const origin of origins) {
    const plugin = await loadedOr(origin);
    try {
      bot.plugin(plugin, undefined, origin);
    } catch (error) {
      bot.plugin(brokenPlugin(origin.file, error), undefined, origin);
    }
  }
  return origins;
}

/** The folders that plugins are looked for in. */
export function foldersOf({ home, pluginFolders }: Folders): readonly string[] {
  return [...new Set([resolve(home, "plugins"), ...pluginFolders])];
}

/** The plugins that there are, folder by folder and by alphabet. @throws Trouble when a folder was asked for and cannot be read. */
export function originsIn(folders: Folders): FileOrigin[] {
  const { home, pluginFolders } = folders;
  return foldersOf(folders).flatMap((folder) =>
    namesIn(folder, !pluginFolders.includes(folder)).map((name) =>
      originOf(join(folder, name), relative(home, join(folder, name))),
    ),
  );
}

function namesIn(folder: string, isOptional: boolean): string[] {
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
