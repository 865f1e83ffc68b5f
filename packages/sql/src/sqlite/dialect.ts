/** Kysely on Node's own SQLite. Transactions are not Kysely's business here: the engine begins and ends them itself. */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { type SqliteDatabase, SqliteDialect } from "kysely";

const CACHED_STATEMENTS = 256;

export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
  return new SqliteDialect({ database: asKyselyWants(database) });
}

function asKyselyWants(database: DatabaseSync): SqliteDatabase {
  const cache = new Map<string, StatementSync>();
  const prepare = (text: string): StatementSync => {
    const known = cache.get(text);
    if (known !== undefined) return known;
    const made = database.prepare(text);
    cache.set(text, made);
    if (cache.size > CACHED_STATEMENTS) cache.delete(cache.keys().next().value as string);
    return made;
  };
  return {
    close: () => database.close(),
    prepare: (text) => {
      const statement = prepare(text);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters) =>
          database.prepare(text).iterate(...(parameters as SQLInputValue[])) as IterableIterator<unknown>,
      };
    },
  };
}
