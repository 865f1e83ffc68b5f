/** What the settings say about tasks: where they are, when they run, who is told, and what programs among them may know. */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Found } from "./read.ts";
import { type SettingKey, metaOf, settingKeys } from "./schema.ts";

export interface TaskSettings {
  /** Absolute. */
  readonly folder: string;
  /** Absolute. */
  readonly schedule: string;
  /** As the settings call them. */
  readonly shown: { readonly folder: string; readonly schedule: string };
  /** A channel's id or `~name`. */
  readonly logChannel: string | undefined;
  /** For programs: everything but the bot's own secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** These belong to the machine and not to the bot. */
const EVERYBODYS: ReadonlySet<SettingKey> = new Set(["httpsProxy", "httpProxy"]);

export function tasksOf({ values, variables }: Found, home: string): TaskSettings {
  const { tasksFolder, scheduleFile = "scheduler.toml", logChannel } = values;
  const secret = new Set(
    settingKeys.flatMap((key) => {
      const { isSecret = false, names } = metaOf(key);
      return isSecret && !EVERYBODYS.has(key) ? names : [];
    }),
  );
  const environment = Object.fromEntries(
    Object.entries(variables).filter((pair): pair is [string, string] => pair[1] !== undefined && !secret.has(pair[0])),
  );
  return {
    folder: resolve(home, tasksFolder ?? "tasks"),
    schedule: resolve(home, scheduleFile),
    shown: { folder: tasksFolder ?? "tasks", schedule: scheduleFile },
    logChannel,
    environment,
  };
}

const DEMO = join(import.meta.dirname, "../../demo");

/** In the demo town those who have no tasks of their own find two to play with. */
export function orDemoTasks(own: TaskSettings): TaskSettings {
  if ([own.folder, own.schedule].some((path) => statSync(path, { throwIfNoEntry: false }) !== undefined)) return own;
  return { ...own, folder: join(DEMO, "tasks"), schedule: join(DEMO, "scheduler.toml") };
}

/** A folder that was asked for and is not there may come yet, or be misspelt. */
export function taskWarnings({ values: { tasksFolder } }: Pick<Found, "values">, home: string): string[] {
  if (
    tasksFolder === undefined ||
    statSync(resolve(home, tasksFolder), { throwIfNoEntry: false })?.isDirectory() === true
  )
    return [];
  return [`TASKS_DIR="${tasksFolder}" is no folder yet: tasks are run as soon as there is one.`];
}
