/**
 * The log of a running bot, as its administrators see and set it from chat: the last lines, and from which level on lines are written, for
 * the bot and for each plugin. It stands before the log that was given to the bot, and hands on what is wanted.
 */
import type { Clock } from "@matterwright/clock";
import type { UnixMs } from "@matterwright/protocol";
import { type Log, type LogLevel, cleaner, withoutSecrets } from "./log.ts";

/** One line that was written. */
export interface LogRecord {
  readonly at: UnixMs;
  readonly level: LogLevel;
  /** `bot`, or the plugin that wrote it. */
  readonly owner: string;
  readonly message: string;
  /** The rest of it, as JSON; shortened where it is long. Secrets are out of it. */
  readonly facts: string;
}

export interface LogBookOptions {
  /** Where lines go. */
  readonly to: Log;
  readonly clock: Clock;
  /** From which level on, where nothing else was set. By default the log itself sorts lines out, and those from `info` on are remembered. */
  readonly level?: LogLevel;
  /** What must never stand in a line. */
  readonly secrets?: readonly string[];
}

/** From which level on lines are written. */
export interface LogLevels {
  readonly bot: LogLevel;
  /** Those of plugins that differ. */
  readonly plugins: ReadonlyMap<string, LogLevel>;
}

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const satisfies readonly LogLevel[];

const REMEMBERED = 1_000;
const LONGEST = 1_500;
/** Names of facts whose values nobody shall read. */
const SECRET_NAME = /token|secret|passw|authori[sz]ation|cookie|credential|api[-_]?key/i;

export class LogBook implements Log {
  readonly #options: LogBookOptions;
  readonly #secrets: Set<string>;
  readonly #records: LogRecord[] = [];
  readonly #plugins = new Map<string, LogLevel>();
  #level: LogLevel | undefined;
  #clean: Log;

  constructor(options: LogBookOptions) {
    this.#options = options;
    this.#level = options.level;
    this.#secrets = new Set(options.secrets);
    this.#clean = this.#cleaned();
  }

  /** Has more kept out of every line. */
  hide(secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.add(secret);
    this.#clean = this.#cleaned();
  }

  get levels(): LogLevels {
    return { bot: this.#level ?? "info", plugins: new Map(this.#plugins) };
  }

  /** @param plugin all of the bot that has no level of its own, where none is named */
  setLevel(level: LogLevel, plugin?: string): void {
    if (plugin === undefined) this.#level = level;
    else this.#plugins.set(plugin, level);
  }

  /** A plugin follows the bot again, or the bot what it was started with. */
  resetLevel(plugin?: string): void {
    if (plugin === undefined) this.#level = this.#options.level;
    else this.#plugins.delete(plugin);
  }

  /** The last lines, the oldest first. @param count at most */
  tail(count: number): readonly LogRecord[] {
    return this.#records.slice(-count);
  }

  debug(facts: Facts, message: string): void {
    this.#write("debug", facts, message);
  }

  info(facts: Facts, message: string): void {
    this.#write("info", facts, message);
  }

  warn(facts: Facts, message: string): void {
    this.#write("warn", facts, message);
  }

  error(facts: Facts, message: string): void {
    this.#write("error", facts, message);
  }

  #write(level: LogLevel, facts: Facts, message: string): void {
    const wanted = this.#plugins.get(ownerOf(facts)) ?? this.#level;
    if (wanted === undefined || rank(level) >= rank(wanted)) this.#clean[level](facts, message);
  }

  #cleaned(): Log {
    const { to } = this.#options;
    const clean = cleaner([...this.#secrets]);
    const at =
      (level: LogLevel) =>
      (facts: Facts, message: string): void => {
        const wanted = this.#plugins.get(ownerOf(facts)) ?? this.#level ?? "info";
        if (rank(level) >= rank(wanted)) this.#remember({ level, facts, message: clean(message) }, clean);
        to[level](facts, message);
      };
    return withoutSecrets({ debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") }, [
      ...this.#secrets,
    ]);
  }

  #remember(
    { level, facts, message }: { readonly level: LogLevel; readonly facts: Facts; readonly message: string },
    clean: (text: string) => string,
  ): void {
    const { plugin, ...rest } = facts;
    const text = clean(JSON.stringify(rest, hidden) ?? "");
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    const owner = typeof plugin === "string" ? plugin : "bot";
    this.#records.push({ at: this.#options.clock.now(), level, owner, message, facts: short === "{}" ? "" : short });
    if (this.#records.length > REMEMBERED) this.#records.shift();
  }
}

/** The log of a bot: the one that it was given, if that is a book, or a book before it. */
export function logBookOf(log: Log, clock: Clock, secrets: readonly string[]): LogBook {
  const book = log instanceof LogBook ? log : new LogBook({ to: log, clock });
  book.hide(secrets);
  return book;
}

type Facts = Readonly<Record<string, unknown>>;

function ownerOf({ plugin }: Facts): string {
  return typeof plugin === "string" ? plugin : "bot";
}

function rank(level: LogLevel): number {
  return LOG_LEVELS.indexOf(level);
}

/** What is not for a chat: values that are secret by their names, and stacks. */
function hidden(name: string, value: unknown): unknown {
  if (name === "stack") return undefined;
  if (typeof value === "bigint") return String(value);
  return SECRET_NAME.test(name) && typeof value === "string" ? "[secret]" : value;
}
