/**
 * Reads `scheduler.toml`: postbot's form, in which a name has a cron line, and tables that say more. Pure; what is wrong is told with
 * its line, and then nothing of the text counts.
 */
import { type ScheduleOptions, type TomlPlace, closest, placeInToml, z } from "matterwright";
import { TomlError, parse } from "smol-toml";
import { isTaskName } from "../folder/name.ts";

/** When a task is run, and how. */
export interface PlannedTask {
  readonly name: string;
  /** `never` for one that is only described. */
  readonly when: string;
  readonly options: ScheduleOptions;
  readonly args: readonly string[];
  /** Where what it says is written. */
  readonly channel: string | undefined;
}

/** What is wrong with the file, and where. */
export class ScheduleFileError extends Error {
  override name = "ScheduleFileError";
  readonly place: TomlPlace;

  constructor(message: string, place: TomlPlace) {
    super(message);
    this.place = place;
  }
}

const argument = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const table = z.strictObject({
  cron: z.string().optional(),
  timezone: z.string().optional(),
  jitter: z.string().optional(),
  missed: z.enum(["skip", "once", "all"]).optional(),
  overlap: z.enum(["skip", "queue", "allow"]).optional(),
  timeout: z.string().optional(),
  args: z.array(argument).optional(),
  enabled: z.boolean().optional(),
  except: z.array(z.string()).optional(),
  rerun: z.boolean().optional(),
  channel: z.string().min(1).optional(),
});

const file = z.strictObject({
  timezone: z.string().optional(),
  tasks: z.record(z.string(), z.union([z.string(), table])).default({}),
});

/** Refuses what cannot be planned. @throws Error that says why. */
export type Check = (name: string, when: string, options: ScheduleOptions) => void;

/**
 * @throws ScheduleFileError for the first thing that is wrong.
 * @example
 * parseSchedule('[tasks]\nmy_task = "0 7 * * 1"', check).get("my_task")?.when; // "0 7 * * 1"
 */
export function parseSchedule(text: string, check: Check): ReadonlyMap<string, PlannedTask> {
  const read = file.safeParse(tomlOf(text));
  if (!read.success) throw refusal(text, read.error.issues[0]);
  const { tasks, timezone } = read.data;
  const planned = new Map<string, PlannedTask>();
  for (const [name, given] of Object.entries(tasks)) {
    if (!isTaskName(name))
      throw new ScheduleFileError(`${JSON.stringify(name)} is no name of a task`, placeInToml(text, ["tasks", name]));
    const task = plannedTask(name, typeof given === "string" ? { cron: given } : given, timezone);
    try {
      check(name, task.when, task.options);
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).replace(/^schedule "[^"]*": /, "");
      throw new ScheduleFileError(reason, placeInToml(text, ["tasks", name, keyMeant(reason)]));
    }
    planned.set(name, task);
  }
  return planned;
}

function tomlOf(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ""] = error.message.split("\n");
    throw new ScheduleFileError(first.replace(/^Invalid TOML document: /, ""), error);
  }
}

function plannedTask(
  name: string,
  { cron, args = [], channel, rerun, except, ...rest }: z.output<typeof table>,
  timezone: string | undefined,
): PlannedTask {
  const wanted = {
    timezone,
    ...rest,
    except,
    rerunsAfterCrash: rerun,
  };
  const options = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  return { name, when: cron ?? "never", options, args, channel };
}

/** Makes a sentence of what zod found first. */
function refusal(text: string, issue: z.core.$ZodIssue | undefined): ScheduleFileError {
  let found = issue;
  // A value that is neither a cron line nor a table is told of by what is wrong with it as a table.
  const path = [...(found?.path ?? [])].map(String);
  while (found?.code === "invalid_union") {
    const [inner] = found.errors.at(-1) ?? [];
    path.push(...(inner?.path ?? []).map(String));
    found = inner;
  }
  if (found?.code === "unrecognized_keys") {
    const [key = ""] = found.keys;
    const known = Object.keys(path.length === 0 ? file.shape : table.shape);
    const meant = closest(key, known);
    const hint = meant === undefined ? `there is ${known.join(", ")}` : `did you mean ${meant}?`;
    return new ScheduleFileError(`"${key}" means nothing here: ${hint}`, placeInToml(text, [...path, key]));
  }
  const key = path.at(-1) ?? "it";
  return new ScheduleFileError(`${key}: ${found?.message ?? "wrong"}`, placeInToml(text, path));
}

/** The key that a refusal is about. */
function keyMeant(reason: string): string {
  if (/\btime zone\b/.test(reason)) return "timezone";
  if (/\bits jitter\b/.test(reason)) return "jitter";
  if (/\bits timeout\b/.test(reason)) return "timeout";
  return /\bleave out\b/.test(reason) ? "except" : "cron";
}
