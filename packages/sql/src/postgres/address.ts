/** Reads `postgres://…`: where the database is, as the driver wants it and as a person may see it. Pure. */
import { StoreUnusableError } from "matterwright";

export interface PostgresAddress {
  /** With the password: for the driver alone. */
  readonly connectionString: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** For sentences: never with the password. */
  readonly shown: string;
}

const LIKE = "write it like postgres://user:password@host:5432/database";
const DEFAULT_PORT = 5_432;

/**
 * @throws StoreUnusableError that never repeats the text: there is a password in it.
 * @example
 * postgresAddress("postgres://bot:secret@db.example.com/bot").shown; // "bot@db.example.com:5432/bot"
 */
export function postgresAddress(text: string): PostgresAddress {
  const url = URL.parse(text);
  if (url === null) throw new StoreUnusableError(`the address of the database is none: ${LIKE}`);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:")
    throw new StoreUnusableError(`the address of the database begins with ${url.protocol}//: ${LIKE}`);
  const [host, user, database] = [part(url.hostname), part(url.username), part(url.pathname.slice(1))];
  if (database === "") throw new StoreUnusableError(`the address of the database names no database: ${LIKE}`);
  if (host === "") throw new StoreUnusableError(`the address of the database names no host: ${LIKE}`);
  if (user === "") throw new StoreUnusableError(`the address of the database names no user: ${LIKE}`);
  const port = url.port === "" ? DEFAULT_PORT : Number(url.port);
  return { connectionString: text, host, port, database, user, shown: `${user}@${host}:${port}/${database}` };
}

function part(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StoreUnusableError(`the address of the database has a % that stands for nothing: write it as %25`);
  }
}
