/** `matterwright backup` and `restore`: the bot's database as one file, and back. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { systemClock } from "@matterwright/clock";
import { backupSqlite, restoreSqlite } from "@matterwright/sql";
import { readSettings } from "../settings/read.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";
import { databaseFile, opened } from "./open.ts";
import { keyFile } from "../secrets/key-file.ts";

export interface HomeOptions {
  /** The bot's home. */
  readonly from: string;
}

/** Copies the database to a new file, also while the bot runs. @throws Trouble when that cannot be done; nothing is left behind then. */
export async function backUp(name: string, { from }: HomeOptions, terminal: Terminal): Promise<void> {
  const home = resolve(terminal.cwd, from);
  const to = resolve(terminal.cwd, name);
  const { bytes, besides } = await copyDatabase({ env: terminal.env, home, to });
  terminal.print(`${to} holds everything as it was at this moment (${bytes} bytes).`);
  if (besides !== "") terminal.note(besides);
}

/** What to copy, and where to. */
export interface Copying {
  readonly env: Terminal["env"];
  readonly home: string;
  readonly to: string;
}

/** The same for whoever does not sit at a terminal. @param before done when it is sure that there is something to copy */
export async function copyDatabase(
  { env, home, to }: Copying,
  before: () => unknown = () => {},
): Promise<{ readonly bytes: number; readonly besides: string }> {
  const dump = `pg_dump --format=custom --schema=matterwright --schema=matterwright_jobs --file=${quoted(to)} "$DATABASE_URL"`;
  refusePostgres({ env, home }, `its own tool copies it, also while the bot runs: \`${dump}\``);
  before();
  const bytes = await opened(() => backupSqlite({ file: databaseFile(home), to }));
  const key = keyFile(home);
  const plugins = join(home, "data/plugins");
  const besides = [
    existsSync(key)
      ? `Secrets in it are locked with ${key}: keep a copy of that file, too, and not beside the backup.`
      : "",
    existsSync(plugins) ? `Plugins that were installed are in ${plugins}: copy that folder as well.` : "",
  ];
  return { bytes, besides: besides.filter((each) => each !== "").join(" ") };
}

/** Puts a backup in the place of the database, of which the bot must have let go. @throws Trouble when that cannot be done; nothing was changed then. */
export async function restore(name: string, { from }: HomeOptions, terminal: Terminal): Promise<void> {
  const home = resolve(terminal.cwd, from);
  const backup = resolve(terminal.cwd, name);
  const load = `pg_restore --no-owner --exit-on-error --dbname="$SCRATCH" ${quoted(backup)}`;
  refusePostgres(
    { env: terminal.env, home },
    `read the copy into an empty database, \`${load}\`, and take it from there to one for the bot with \`matterwright data export\` and \`data import\`, so that nothing is sent twice (docs/state.md, Backups)`,
  );
  const file = databaseFile(home);
  const aside = await opened(() => restoreSqlite({ backup, file, clock: systemClock }));
  terminal.print(`${file} is as it was when ${backup} was taken.`);
  if (aside !== undefined) terminal.note(`What was there before is in ${aside}: delete it when nobody misses it.`);
}

function refusePostgres({ env, home }: Pick<Copying, "env" | "home">, whatToDo: string): void {
  if (readSettings(env, home).values.databaseUrl !== undefined)
    throw new Trouble("usage", `DATABASE_URL names a PostgreSQL: ${whatToDo}.`);
}

/** For a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
