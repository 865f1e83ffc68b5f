/**
 * Reads what postbot has written into its own log, a SQLite file: who announced what, when, to which channels. It is found by what its
 * columns are called, for nothing else is known of it; our own tables in the same file are not meant. Nothing is written.
 */
import { existsSync } from "node:fs";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";

export interface PostbotEntry {
  /** In Unix milliseconds; nothing where it could not be understood. */
  readonly at: number | undefined;
  readonly sender: string;
  /** Names or ids of channels, as they were written down. */
  readonly targets: readonly string[];
  readonly message: string;
}

type Row = Record<string, SQLOutputValue>;

const OURS = /^(?:matterwright_|sqlite_)/;
/** What columns are called, the likeliest name first. */
const COLUMNS = {
  at: [/^timestamp$/i, /^(?:sent|created|broadcast)_?(?:at|on|time)$/i, /time|date/i],
  sender: [/^sender(?:_?(?:user)?name)?$/i, /^(?:user_?name|sender|author)/i, /^(?:sender|user)(?:_id)?$/i],
  targets: [/^(?:target_?)?channels?$/i, /target|channel|recipient/i],
  message: [/^message$/i, /message|content|text|body/i],
} as const satisfies Record<keyof PostbotEntry, readonly RegExp[]>;

/** The newest first; none where there is no such file. @throws Error of SQLite, for a file that is no database. */
export function readPostbotLog(file: string, limit: number): PostbotEntry[] {
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as Row[];
    const found = tables.map(({ name }) => String(name)).filter((name) => !OURS.test(name));
    return found.flatMap((table) => entriesOf(database, table, limit)).slice(0, limit);
  } finally {
    database.close();
  }
}

function entriesOf(database: DatabaseSync, table: string, limit: number): PostbotEntry[] {
  const quoted = `"${table.replaceAll('"', '""')}"`;
  const names = (database.prepare(`PRAGMA table_info(${quoted})`).all() as Row[]).map(({ name }) => String(name));
  const named = (patterns: readonly RegExp[]): string | undefined =>
    patterns.flatMap((pattern) => names.find((name) => pattern.test(name)) ?? [])[0];
  const columns = {
    at: named(COLUMNS.at),
    sender: named(COLUMNS.sender),
    targets: named(COLUMNS.targets),
    message: named(COLUMNS.message),
  };
  if (columns.message === undefined || columns.targets === undefined) return [];
  const rows = database.prepare(`SELECT * FROM ${quoted} ORDER BY rowid DESC LIMIT ?`).all(limit) as Row[];
  const of = (row: Row, column: string | undefined): SQLOutputValue =>
    column === undefined ? null : (row[column] ?? null);
  return rows.map((row) => ({
    at: momentOf(of(row, columns.at)),
    sender: String(of(row, columns.sender) ?? ""),
    targets: listOf(of(row, columns.targets)),
    message: String(of(row, columns.message) ?? ""),
  }));
}

/** Seconds, milliseconds, or a date as Python writes it; without a time zone it is UTC. */
function momentOf(value: SQLOutputValue): number | undefined {
  const number = Number(value);
  if (value !== null && value !== "" && Number.isFinite(number))
    return number < 100_000_000_000 ? number * 1_000 : number;
  if (typeof value !== "string") return undefined;
  const iso = value.trim().replace(" ", "T");
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** JSON, or with commas between them. */
function listOf(value: SQLOutputValue): string[] {
  const text = String(value ?? "").trim();
  try {
    const read: unknown = JSON.parse(text);
    if (Array.isArray(read)) return read.map(String);
  } catch {
    // It is no JSON, but names as people write them.
  }
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
