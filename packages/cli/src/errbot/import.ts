/** `matterwright import errbot config.py [plugins…]`: what an Errbot set-up is here. It runs nothing of it, and writes only where it is told. */
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import { type Ours, oursOf } from "./config/ours.ts";
import { readConfig } from "./config/read.ts";
import { type PlugFile, moduleOf, plugOf, requirementsBeside } from "./plugin/plug-file.ts";
import { pluginName, skeleton } from "./plugin/skeleton.ts";
import { type ScannedCommand, type ScannedPlugin, scanPlugin } from "./plugin/scan.ts";
import { PythonError } from "./python/tokens.ts";

export interface ErrbotOptions {
  /** A folder to write to, which becomes the bot's home. */
  readonly to?: string;
}

/** @throws Trouble when a file cannot be read, or something that would be written is there already. */
export function importErrbot(
  config: string,
  plugins: readonly string[],
  { to }: ErrbotOptions,
  terminal: Terminal,
): void {
  const { cwd } = terminal;
  const read = understood(config, () => readConfig(contentOf(resolve(cwd, config), config)));
  const ours = oursOf(read);
  const found = plugins.flatMap((path) => filesAt(resolve(cwd, path), path)).map((path) => scanned(path, cwd));
  const files = new Map([...filesFor(ours), ...found.flatMap(skeletonsOf)]);
  terminal.print(
    [
      ...settingsText(ours, to !== undefined),
      ...keysText(ours, read.unread),
      ...found.flatMap(pluginsText),
      "",
      to === undefined
        ? "Nothing was written: --to FOLDER writes the settings and a skeleton of each plugin there."
        : written(files, resolve(cwd, to), to),
    ].join("\n"),
  );
}

interface Scanned {
  readonly file: string;
  readonly plugins: readonly ScannedPlugin[];
}

function scanned(path: string, cwd: string): Scanned {
  const file = relative(cwd, path);
  const plugins = understood(file, () => scanPlugin(readFileSync(path, "utf8")));
  const plug = plugOf(path);
  const packages = requirementsBeside(path);
  const more = [
    ...(plug?.remarks ?? []),
    ...(packages.length === 0
      ? []
      : [`requirements.txt names packages of Python (${packages.join(", ")}): find what npm has in their place`]),
  ];
  return { file, plugins: plugins.map((plugin) => withPlug(plugin, plug, more)) };
}

/** What people knew a plugin by stands in its `.plug` file; of several classes in a module Errbot took one. */
function withPlug(plugin: ScannedPlugin, plug: PlugFile | undefined, more: readonly string[]): ScannedPlugin {
  const { name = "", about = "", needs = [] } = plug ?? {};
  return {
    ...plugin,
    ...(name === "" ? {} : { name }),
    ...(about === "" ? {} : { about }),
    needs,
    rewrite: [...plugin.rewrite, ...more],
  };
}

function understood<Value>(file: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    throw new Trouble("usage", `${file}, ${error.message}: Python would not read it either.`);
  }
}

function contentOf(path: string, typed: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Trouble(
      "usage",
      `${typed} cannot be read (${(error as NodeJS.ErrnoException).code}): name Errbot's config.py.`,
    );
  }
}

function filesAt(path: string, typed: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Trouble("usage", `${typed} is not there: name plugins of Errbot, or folders with them.`);
  if (!found.isDirectory()) return [path.endsWith(".plug") ? pythonOf(path, typed) : path];
  const names = globSync("**/*.py", {
    cwd: path,
    exclude: (name) => /(^|\/)(?:\..+|__pycache__|node_modules|tests?|venv)$/.test(name),
  });
  return names.map((name) => join(path, name)).toSorted();
}

function pythonOf(plug: string, typed: string): string {
  const path = moduleOf(plug);
  if (existsSync(path)) return path;
  throw new Trouble("usage", `${typed} speaks of ${relative(dirname(plug), path)}, which is not beside it.`);
}

function filesFor({ env, access }: Ours): [string, string][] {
  const lines = env.map(({ name, value, from }) =>
    value === undefined || from !== undefined
      ? from === name || from === undefined
        ? `# ${name} stays where it is.${value === undefined ? "" : ` Errbot took ${value} where there was none.`}`
        : `# ${name}= the value of ${from}${value === undefined ? "" : `, or ${value} where there was none`}`
      : `${name}=${quoted(value)}`,
  );
  const files: [string, string][] = [[".env", `${lines.join("\n")}\n`]];
  if (access !== undefined) files.push(["access.json", `${JSON.stringify(access, undefined, 2)}\n`]);
  return files;
}

function quoted(value: string): string {
  return /^[^\s#"'`\\]*$/.test(value) ? value : value.includes("'") ? JSON.stringify(value) : `'${value}'`;
}

function skeletonsOf({ file, plugins }: Scanned): [string, string][] {
  return plugins.map((plugin) => [`plugins/${pluginName(plugin.name)}.ts`, skeleton(plugin, file)]);
}

function settingsText(ours: Ours, isWritten: boolean): string[] {
  const hidden = ours.env
    .filter(({ isSecret, value }) => isSecret === true && value !== undefined)
    .map(({ value }) => value ?? "");
  const shown = (text: string): string => hidden.reduce((rest, secret) => rest.replaceAll(secret, "•••"), text);
  const note = hidden.length === 0 || isWritten ? [] : ["(••• is a secret: --to FOLDER writes it down.)"];
  return [...filesFor(ours).flatMap(([name, text]) => [`--- ${name}`, shown(text.trimEnd()), ""]), ...note];
}

const FATES = {
  always: "So it is without being set:",
  gone: "Needed no more:",
  never: "Never worked, or not as it is called:",
  hand: "For you to decide:",
} as const;

function keysText({ remarks }: Ours, unread: readonly string[]): string[] {
  const parts = Object.entries(FATES).map(([fate, title]) => [title, remarks[fate as keyof typeof FATES]] as const);
  return [...parts, ["Could not be read without running it:", unread] as const]
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([title, lines]) => listed(title, lines).concat(""));
}

function pluginsText({ file, plugins }: Scanned): string[] {
  if (plugins.length === 0) return [`--- ${file}`, "No plugin of Errbot's is in there.", ""];
  return plugins.flatMap(({ name, about, needs, commands, schedules, rewrite }) => [
    `--- ${file}: ${name}${about === "" ? "" : `, ${about}`}`,
    `becomes plugins/${pluginName(name)}.ts`,
    ...(needs.length === 0 ? [] : [`Needs: ${needs.map(pluginName).join(", ")}`]),
    ...listed("Commands:", commands.flatMap(commandText)),
    ...listed("Schedules:", schedules),
    ...listed("To write anew:", rewrite),
    "",
  ]);
}

function commandText({ kind, name, args, about, isAdminOnly, pattern, remarks }: ScannedCommand): string[] {
  const words = args.map(({ name: each, by, isRequired, type }) => {
    const word = by === "name" ? `--${each.replaceAll("_", "-")}${type === "flag" ? "" : ` <${each}>`}` : `<${each}>`;
    return isRequired ? word : `[${word}]`;
  });
  const call = kind === "pattern" ? `/${pattern?.source ?? ""}/` : ["!" + name, ...words].join(" ");
  const head = `${call}${about === "" ? "" : `  ${about}`}${isAdminOnly ? " (administrators only)" : ""}`;
  return [head, ...remarks.map((remark) => `  ${remark}`)];
}

function listed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** All of them or none. */
function written(files: ReadonlyMap<string, string>, folder: string, typed: string): string {
  const there = [...files.keys()].filter((name) => existsSync(join(folder, name)));
  if (there.length > 0)
    throw new Trouble(
      "usage",
      `${there.join(", ")} ${there.length === 1 ? "is" : "are"} in ${typed} already, so nothing was written: name another folder.`,
    );
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, { flag: "wx", mode: name === ".env" ? 0o600 : 0o644 });
  }
  return `Written to ${typed}: ${[...files.keys()].join(", ")}.`;
}
