/** What PostgreSQL and the way to it report, in sentences for operators and as the errors that the framework knows. */
import { StoreError, StoreFullError, StoreUnavailableError, StoreUnusableError } from "matterwright";
import type { PostgresAddress } from "./address.ts";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const WRONG_PASSWORD = new Set(["28P01", "28000"]);
const NO_ROOM = new Set(["53100", "53200"]);
/** Gone, going, not yet there, too many, cut off while a transaction was idle, or a standby that only reads. */
const PASSING = /^(?:08...|57P0[1-5]|53300|25P03|25006|XX000|58...)$/;
const NETWORK = /^(?:E[A-Z]+|EAI_AGAIN)$/;
const CUT_OFF =
  /Connection terminated|Client has encountered a connection error|timeout (?:expired|exceeded)|timed? ?out|not queryable|pool after calling end/i;
/** Two transactions met: one of them is to be run again. */
const AGAIN = new Set(["40001", "40P01"]);

export function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

/** Whether a transaction has to be run again because of another. */
export function hasMetAnother(error: unknown): boolean {
  return AGAIN.has(codeOf(error));
}

/** Whether the connection is of no more use. */
export function isCutOff(error: unknown): boolean {
  if (error instanceof StoreError) return error instanceof StoreUnavailableError;
  const code = codeOf(error);
  return PASSING.test(code) || NETWORK.test(code) || CUT_OFF.test(error instanceof Error ? error.message : "");
}

/**
 * The error of the framework for one of PostgreSQL; any other error as it is. Passwords stand in none of them.
 *
 * @param isSure whether it is certain that nothing was written
 */
export function storeTrouble(
  { host, port, database, user, shown }: PostgresAddress,
  error: unknown,
  isSure = false,
): unknown {
  if (error instanceof StoreError) return error;
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  const cause = { cause: error };
  const passing = { cause: error, isSure };
  if (WRONG_PASSWORD.has(code))
    return new StoreUnusableError(
      `PostgreSQL at ${host}:${port} does not let ${user} in (${said}): check the user and the password in the address, and the server's pg_hba.conf`,
      cause,
    );
  if (code === "3D000")
    return new StoreUnusableError(
      `there is no database ${database} at ${host}:${port}: make it (createdb ${database}), or name another in the address`,
      cause,
    );
  if (code === "42501")
    return new StoreUnusableError(
      `${user} may not do what is needed in ${database} at ${host}:${port} (${said}): let the database's owner run GRANT CREATE ON DATABASE ${database} TO ${user}`,
      cause,
    );
  if (NO_ROOM.has(code))
    return new StoreFullError(`PostgreSQL ${shown} has no room (${said}): free some, and it goes on by itself`, cause);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return new StoreUnavailableError(
      `the name ${host} is not known: check it in the address of the database, and this machine's DNS`,
      passing,
    );
  if (code === "ECONNREFUSED")
    return new StoreUnavailableError(
      `no PostgreSQL listens at ${host}:${port}: check the address of the database, and that the server is up`,
      passing,
    );
  if (isCutOff(error)) return new StoreUnavailableError(`PostgreSQL ${shown} cannot be reached now: ${said}`, passing);
  if (/SSL|TLS|self-signed|certificate/i.test(said))
    return new StoreUnusableError(
      `PostgreSQL at ${host}:${port} and this program do not agree about encryption (${said}): set sslmode in the address`,
      cause,
    );
  return error;
}
