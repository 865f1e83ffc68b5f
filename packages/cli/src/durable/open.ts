/** Opens what a bot keeps: the PostgreSQL that `DATABASE_URL` names, otherwise the file `data/matterwright.db` in its home. */
import { resolve } from "node:path";
import { type Pace, sharedPace } from "@matterwright/client";
import { systemClock } from "@matterwright/clock";
import { type PostgresEngine, sqlite } from "@matterwright/sql";
import { type Durable, type Log, StoreError, StoreFullError, StoreUnavailableError } from "matterwright";
import { readSettings } from "../settings/read.ts";
import type { RealSettings } from "../settings/settings.ts";
import type { Terminal } from "../terminal.ts";
import { Trouble } from "../trouble.ts";

/** Where a bot that lives in `home` keeps everything, when nothing else was said. */
export function databaseFile(home: string): string {
  return resolve(home, "data", "matterwright.db");
}

/** What a bot is given to keep things in, and how it shares the server with the other processes that use it. */
export interface Kept {
  readonly durable: Durable;
  readonly pace?: Pace;
}

/** For a bot. @throws Trouble when it cannot be opened. */
export async function openDurable(
  { home, databaseUrl, url }: Pick<RealSettings, "home" | "databaseUrl" | "url">,
  log: Log,
): Promise<Kept> {
  const onTrouble = (error: unknown): void => log.error({ error }, "the database is in trouble; what it has is kept");
  if (databaseUrl === undefined)
    return { durable: await opened(() => sqlite({ file: databaseFile(home), clock: systemClock, onTrouble })) };
  const engine = await openPostgres(databaseUrl, onTrouble);
  return { durable: engine, pace: engine.pace(sharedPace({ url, clock: systemClock, random: Math.random }), url) };
}

/** For a command that looks in, while the bot may be running. @throws Trouble when there is none, or it cannot be opened. */
export function visitDurable(from: string, terminal: Terminal): Promise<Durable> {
  const home = resolve(terminal.cwd, from);
  const { databaseUrl } = readSettings(terminal.env, home).values;
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, () => {});
  return opened(() => sqlite({ file: databaseFile(home), clock: systemClock, isGuest: true }));
}

/** Looks in, and lets go again. @throws Trouble when it cannot be opened, or not be used now; what `work` throws. */
export function visiting<Value>(
  from: string,
  terminal: Terminal,
  work: (durable: Durable) => Promise<Value>,
): Promise<Value> {
  return opened(async () => {
    const durable = await visitDurable(from, terminal);
    try {
      return await work(durable);
    } finally {
      await durable.close();
    }
  });
}

/** For a command that needs it to itself: a file is made when there is none. @throws Trouble when it cannot be opened, or a bot has the file. */
export function takeDurable(from: string, terminal: Terminal): Promise<Durable> {
  const home = resolve(terminal.cwd, from);
  const { databaseUrl } = readSettings(terminal.env, home).values;
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, () => {});
  return opened(() => sqlite({ file: databaseFile(home), clock: systemClock }));
}

function openPostgres(url: string, onTrouble: (error: unknown) => void): Promise<PostgresEngine> {
  return opened(async () => {
    const { postgres } = await import("@matterwright/sql/postgres");
    return postgres({ url, clock: systemClock, onTrouble });
  }, "DATABASE_URL: ");
}

/** Trouble of the database becomes a sentence. Whoever supervises the program may start it again when it was only away, or full. */
export async function opened<Value>(open: () => Value | Promise<Value>, before = ""): Promise<Value> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const isPassing = error instanceof StoreUnavailableError || error instanceof StoreFullError;
    const kind = isPassing ? "passing" : "setting";
    throw new Trouble(kind, `${before}${error.message}.`, { cause: error });
  }
}
