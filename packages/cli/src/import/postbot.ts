/**
 * `matterwright import postbot`: takes what postbot has in its folder into a bot's home: its settings, groups, schedule, tasks and log. What
 * is there already is never overwritten, and postbot's folder stays as it is.
 */
import {
  appendFileSync,
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { metaOf, settingKeys } from "../settings/schema.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";

export interface ImportOptions {
  /** The bot's home. */
  readonly from: string;
}

/** Files by the settings that name them, with what they are called by default. */
const FILES = [
  ["CHANNELS_TOML_PATH", "channels.toml", "the groups of channels"],
  ["SCHEDULER_TOML_PATH", "scheduler.toml", "the times of the tasks"],
  ["DB_PATH", "broadcast_log.db", "the log: `!broadcast history` shows it"],
] as const;

/** Names that stand for the file in its new home. */
const PLACES = new Set<string>([...FILES.map(([name]) => name), "TASKS_DIR"]);

/** @throws Trouble when there is no such folder, it is not postbot's, or something cannot be read or written. */
export function importPostbot(folder: string, { from }: ImportOptions, terminal: Terminal): void {
  const source = resolve(terminal.cwd, folder);
  const home = resolve(terminal.cwd, from);
  if (statSync(source, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Trouble("usage", `${folder}: there is no such folder.`);
  if (source === home)
    throw new Trouble(
      "usage",
      `${folder} is the bot's home already: \`matterwright start --from ${folder}\` runs it as it is.`,
    );
  const env = envOf(join(source, ".env"));
  if (!existsSync(join(source, env["CHANNELS_TOML_PATH"] ?? "channels.toml")) && Object.keys(env).length === 0)
    throw new Trouble("usage", `${folder} has neither a channels.toml nor a .env: is it postbot's folder?`);
  try {
    mkdirSync(home, { recursive: true });
    for (const [name, usual, what] of FILES)
      copyFile({ source, home, name: env[name] ?? usual, usual, what }, terminal);
    copyTasks({ source, home, tasks: env["TASKS_DIR"] ?? "tasks" }, terminal);
    addSettings(home, env, terminal);
  } catch (error) {
    const { code = String(error), path = home } = error as NodeJS.ErrnoException;
    throw new Trouble("setting", `${path} cannot be read or written (${code}).`);
  }
  terminal.print(
    `\nStart it with \`matterwright start --from ${from}\`. Name yourself in BOT_ADMINS first: nobody else may announce.`,
  );
}

interface Copy {
  readonly source: string;
  readonly home: string;
  /** In postbot's folder. */
  readonly name: string;
  /** In the bot's home. */
  readonly usual: string;
  readonly what: string;
}

function copyFile({ source, home, name, usual, what }: Copy, terminal: Terminal): void {
  const [path, to] = [resolve(source, name), join(home, usual)];
  if (!existsSync(path)) return;
  if (existsSync(to)) {
    terminal.note(`${usual} is there already, and stays as it is.`);
    return;
  }
  copyFileSync(path, to, constants.COPYFILE_EXCL);
  terminal.print(`${usual}: ${what}`);
}

function copyTasks(
  { source, home, tasks }: { readonly source: string; readonly home: string; readonly tasks: string },
  terminal: Terminal,
): void {
  const [path, to] = [resolve(source, tasks), join(home, "tasks")];
  if (!existsSync(path)) return;
  cpSync(path, to, { recursive: true, force: false, filter: (file) => !file.endsWith("__pycache__") });
  terminal.print("tasks: a task of Python needs a first line that says what runs it, see docs/tasks.md");
}

/** Adds what the home does not say yet, under the names that postbot uses. */
function addSettings(home: string, env: Readonly<Record<string, string>>, terminal: Terminal): void {
  const path = join(home, ".env");
  const present = new Set(Object.keys(envOf(path)));
  const known = new Set(settingKeys.flatMap((key) => metaOf(key).names));
  const isSaid = (name: string): boolean =>
    settingKeys.some((key) => metaOf(key).names.includes(name) && metaOf(key).names.some((each) => present.has(each)));
  const wanted = Object.entries(env).filter(
    ([name, value]) => known.has(name) && !PLACES.has(name) && value !== "" && !isSaid(name),
  );
  const unknown = Object.keys(env).filter((name) => !known.has(name));
  if (unknown.length > 0) terminal.note(`${unknown.join(", ")} means nothing here, and is left out.`);
  if (wanted.length === 0) return;
  mkdirSync(dirname(path), { recursive: true });
  const lines = wanted.map(([name, value]) => `${name}=${/[\s#'"]/.test(value) ? `'${value}'` : value}`);
  const before = existsSync(path) && !readFileSync(path, "utf8").endsWith("\n") ? "\n" : "";
  appendFileSync(path, `${before}# From postbot\n${lines.join("\n")}\n`, { mode: 0o600 });
  terminal.print(`.env: ${wanted.map(([name]) => name).join(", ")}`);
}

function envOf(path: string): Record<string, string> {
  return existsSync(path) ? (parseEnv(readFileSync(path, "utf8")) as Record<string, string>) : {};
}
