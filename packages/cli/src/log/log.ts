/** The log of a running bot: readable lines for a person, JSON for machines and files. Known secrets are replaced before a byte is written. */
import { appendFileSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { Log } from "matterwright";
import { type DestinationStream, multistream, pino } from "pino";
import { prettyFactory } from "pino-pretty";
import type { LogLevel } from "../settings/values.ts";
import { Trouble } from "../trouble.ts";
import { withoutSecrets } from "./secrets.ts";

export interface LogOptions {
  readonly level: LogLevel;
  /** Also written to this file, as JSON. */
  readonly file: string | undefined;
  readonly secrets: readonly string[];
  /** Whether a person reads `write`. */
  readonly isWatched: boolean;
  /** Where lines go beside the file. */
  readonly write: (text: string) => void;
}

/**
 * Opens the log.
 *
 * @throws Trouble when the file cannot be written.
 */
export function openLog({ level, file, secrets, isWatched, write }: LogOptions): Log {
  const readable = prettyFactory({
    colorize: true,
    singleLine: true,
    ignore: "pid,hostname",
    translateTime: "SYS:HH:MM:ss",
  });
  const streams: DestinationStream[] = [{ write: isWatched ? (line) => write(readable(line)) : write }];
  if (file !== undefined) streams.push(openFile(file, write));
  const clean = streams.map((stream) => ({ level, stream: withoutSecrets(stream, secrets) }));
  return pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, multistream(clean));
}

/** A log that cannot be written is no reason to end the bot: it is said once, and the next line is tried again. */
function openFile(file: string, say: (text: string) => void): DestinationStream {
  const descriptor = opened(file);
  let isFailing = false;
  return {
    write(line) {
      try {
        appendFileSync(descriptor, line);
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
