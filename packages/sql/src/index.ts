/** State that survives, on real databases: the engines behind the ports that `matterwright` declares. */

// One process: a file
export { sqlite } from "./sqlite/durable.ts";
export type { SqliteOptions } from "./sqlite/durable.ts";

// Several processes: a server
export { postgres } from "./postgres/durable.ts";
export type { PostgresEngine, PostgresOptions } from "./postgres/durable.ts";
