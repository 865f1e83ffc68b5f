/** A schedule as the bot keeps it: what its author handed over, checked and understood. Made when it is added. */
import type { UnixMs } from "@matterwright/protocol";
import { MisuseError } from "../errors.ts";
import type { Log } from "../log/log.ts";
import type { Planned, ScheduleHandler, ScheduleOptions } from "../install/planned.ts";
import { readDuration } from "../time/length.ts";
import { exceptions } from "./except.ts";
import { type Timetable, timetable } from "./timetable.ts";

export interface Entry {
  /** `"standup"`, or `"karma/standup"` of a plugin. */
  readonly name: string;
  readonly owner: string;
  readonly log: Log;
  readonly options: ScheduleOptions;
  readonly handler: ScheduleHandler;
  readonly timetable: Timetable;
  /** Another definition counts its times anew. */
  readonly definition: string;
  readonly jitterMs: number;
  readonly timeoutMs: number;
  /** The most that failures put it off; 0 when they do not. */
  readonly backOffMs: number;
  readonly isExcepted: (atMs: UnixMs) => boolean;
}

export interface EntryPlace {
  readonly owner: string;
  readonly log: Log;
  /** Where no zone was named. */
  readonly zone: string;
  readonly nowMs: UnixMs;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/;
const HOUR_MS = 3_600_000;

/** @throws MisuseError that says what is wrong, where, and what to write. */
export function entryOf(planned: Planned, { owner, log, zone, nowMs }: EntryPlace): Entry {
  const { name, when, handler, ...options } = planned;
  if (!NAME.test(name))
    throw new MisuseError(`"${name}" is no name of a schedule: use letters, digits, dots, dashes and underscores`);
  const where = `schedule "${name}"${owner === "bot" ? "" : ` of the plugin ${owner}`}`;
  const length = (option: "jitter" | "timeout" | "backOff"): number | undefined => {
    const text = options[option];
    if (text === undefined) return undefined;
    const ms = readDuration(text);
    if (ms === undefined) throw new MisuseError(`${where}: its ${option} "${text}" is no length: write "10 min"`);
    return ms;
  };
  oneOf(where, options);
  const table = timetable(when, { zone: options.timezone ?? zone, where, nowMs });
  const enabled = options.enabled ?? true;
  return {
    name: owner === "bot" ? name : `${owner}/${name}`,
    owner,
    log,
    options,
    handler,
    timetable: table,
    definition: `${table.text} | ${table.zone}${enabled ? "" : " | disabled"}`,
    jitterMs: length("jitter") ?? 0,
    timeoutMs: length("timeout") ?? HOUR_MS,
    backOffMs: length("backOff") ?? 0,
    isExcepted: exceptions(options.except ?? [], table.zone, where),
  };
}

/** What comes from a file has no types. */
function oneOf(where: string, { missed = "skip", overlap = "skip" }: ScheduleOptions): void {
  const check = (option: string, given: string, words: readonly string[]): void => {
    if (!words.includes(given))
      throw new MisuseError(`${where}: its ${option} "${given}" is none of ${words.join(", ")}`);
  };
  check("missed", missed, ["skip", "once", "all"]);
  check("overlap", overlap, ["skip", "queue", "allow"]);
}
