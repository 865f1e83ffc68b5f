/** `matterwright new plugin NAME`: a plugin of one's own to begin with, in the home's `plugins` folder, and a test that passes. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import { filesFor } from "./template.ts";

export interface NewOptions {
  /** The bot's home. */
  readonly from: string;
}

const NAME = /^[a-z](?:-?[a-z0-9]){0,39}$/;
/** They come with the command. */
const TAKEN = new Set(["bot", "broadcast", "chatops", "hooks", "installer", "tasks"]);

/** @throws Trouble when the name is none, something is there already, or the folder cannot be written. */
export function newPlugin(name: string, { from }: NewOptions, terminal: Terminal): void {
  requireName(name);
  const home = resolve(terminal.cwd, from);
  const folder = join(home, "plugins", name);
  const shown = relative(terminal.cwd, folder);
  const there = [folder, `${folder}.ts`, `${folder}.js`, `${folder}.mts`, `${folder}.mjs`].find((path) =>
    existsSync(path),
  );
  if (there !== undefined)
    throw new Trouble(
      "usage",
      `${relative(terminal.cwd, there)} is there already, so nothing was written: choose another name.`,
    );
  const files = filesFor(name);
  write(folder, shown, files);
  const start = home === terminal.cwd ? "" : ` --from ${relative(terminal.cwd, home)}`;
  terminal.print(
    [
      `${shown} is a plugin now: ${Object.keys(files).join(", ")}.`,
      "",
      `  matterwright test ${shown}`,
      `  matterwright start --watch${start}     and write !${name}`,
    ].join("\n"),
  );
}

function requireName(name: string): void {
  if (TAKEN.has(name))
    throw new Trouble("usage", `"${name}" is what a plugin of Matterwright's own is called: choose another name.`);
  if (NAME.test(name)) return;
  const better = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);
  const like = NAME.test(better) && !TAKEN.has(better) ? better : "my-plugin";
  throw new Trouble(
    "usage",
    `"${name}" is no name of a plugin: use up to 40 lower case letters, digits and dashes, like ${like}.`,
  );
}

/** All of them or none. */
function write(folder: string, shown: string, files: Readonly<Record<string, string>>): void {
  try {
    mkdirSync(join(folder, ".."), { recursive: true });
    mkdirSync(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { flag: "wx" });
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") rmSync(folder, { recursive: true, force: true });
    throw new Trouble("setting", `${shown} cannot be written (${code}): check the folder's owner and its mode.`);
  }
}
