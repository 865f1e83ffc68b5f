/** What the settings say about tasks: where they are, when they run, who is told, and what programs among them may know. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { Trouble } from "../trouble.ts";
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

/** @throws Trouble when a folder was asked for and is none. */
export function tasksOf({ values, variables }: Found, home: string): TaskSettings {
  const { tasksFolder, scheduleFile = "scheduler.toml", logChannel } = values;
  const folder = resolve(home, tasksFolder ?? "tasks");
  if (tasksFolder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Trouble("setting", `TASKS_DIR="${tasksFolder}" is no folder: name a folder with tasks, or leave it out.`);
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
    folder,
    schedule: resolve(home, scheduleFile),
    shown: { folder: tasksFolder ?? "tasks", schedule: scheduleFile },
    logChannel,
    environment,
  };
}
