/** The log of a running bot: readable lines for a person, JSON for machines and files. Known secrets are replaced before a byte is written. */
import { appendFileSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { Log } from "matterwright";
import { type DestinationStream, multistream, pino } from "pino";
import { prettyFactory } from "pino-pretty";
import type { LogLevel } from "../settings/values.ts";
import { Trouble } from "../trouble.ts";
import { withoutSecrets } from "./secrets.ts";
import { type SentryOptions, toSentry } from "./sentry.ts";

export interface LogOptions {
  /** Of what goes into the file. */
  readonly level: LogLevel;
  /** Of what goes beside it; the same by default. */
  readonly consoleLevel?: LogLevel;
  /** Also written to this file, as JSON. */
  readonly file: string | undefined;
  /** The file is for people: lines of text. */
  readonly isText?: boolean;
  readonly secrets: readonly string[];
  /** Whether a person reads `write`. */
  readonly isWatched: boolean;
  /** Where lines go beside the file. */
  readonly write: (text: string) => void;
  /** Who is told of errors besides. */
  readonly sentry?: Omit<SentryOptions, "secrets"> | undefined;
}

/**
 * Opens the log.
 *
 * @throws Trouble when the file cannot be written.
 */
export function openLog(options: LogOptions): Log {
  const { level, consoleLevel = level, file, secrets, isWatched, isText = false, write } = options;
  const readable = linesOf({ colorize: true, translateTime: "SYS:HH:MM:ss" });
  const beside: DestinationStream = { write: isWatched ? (line) => write(readable(line)) : write };
  const streams = [{ level: consoleLevel, stream: beside }];
  if (file !== undefined) streams.push({ level, stream: openFile(file, write, isText) });
  if (options.sentry !== undefined) streams.push({ level: "error", stream: toSentry({ ...options.sentry, secrets }) });
  const clean = streams.map(({ level: from, stream }) => ({ level: from, stream: withoutSecrets(stream, secrets) }));
  const least = LEVELS.find((each) => streams.some(({ level: from }) => from === each)) ?? level;
  return pino({ level: least, base: null, formatters: { level: (label) => ({ level: label }) } }, multistream(clean));
}

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

function linesOf(options: { readonly colorize: boolean; readonly translateTime: string }): (line: string) => string {
  return prettyFactory({ ...options, singleLine: true, ignore: "pid,hostname" });
}

/** A log that cannot be written is no reason to end the bot: it is said once, and the next line is tried again. */
function openFile(file: string, say: (text: string) => void, isText: boolean): DestinationStream {
  const descriptor = opened(file);
  const readable = linesOf({ colorize: false, translateTime: "SYS:yyyy-mm-dd HH:MM:ss" });
  let isFailing = false;
  return {
    write(line) {
      try {
        appendFileSync(descriptor, isText ? readable(line) : line);
        isFailing = false;
      } catch (error) {
        const { code = "" } = error as NodeJS.ErrnoException;
        if (!isFailing) say(`BOT_LOG_FILE="${file}" cannot be written just now (${code}): lines are missing there.\n`);
        isFailing = true;
      }
    },
  };
}

function opened(file: string): number {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return openSync(file, "a");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new Trouble(
      "setting",
      `BOT_LOG_FILE="${file}" cannot be written (${code}): name a file in a folder of your own.`,
    );
  }
}
