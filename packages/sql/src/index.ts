/** State that survives, on real databases: the engines behind the ports that `matterwright` declares. */

// One process: a file
export { sqlite } from "./sqlite/durable.ts";
export type { SqliteOptions } from "./sqlite/durable.ts";
export { backupSqlite } from "./sqlite/backup.ts";
export { restoreSqlite } from "./sqlite/restore.ts";
export type { RestoreOptions } from "./sqlite/restore.ts";

// Several processes: a server. Its driver and its queue are much to load, so the engine itself is `@matterwright/sql/postgres`
export type { PostgresEngine, PostgresOptions } from "./postgres/durable.ts";

// From one to the other, as lines of JSON
export { exportData } from "./transfer/export.ts";
export { ImportError, importData } from "./transfer/import.ts";
export type { ImportOptions, Imported } from "./transfer/import.ts";

// Files that have their name when they are whole
export { newFile } from "./files/part.ts";
