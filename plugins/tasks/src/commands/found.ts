/** Finds the task that a command names. Called by every command that names one. */
import { UserError, closest, code } from "matterwright";
import type { Tasks } from "../tasks.ts";

/** The full name of a task's schedule. @throws UserError for a task that there is none of, with the one that was meant. */
export async function scheduleOf({ planning, isReady }: Tasks, name: string): Promise<string> {
  await isReady;
  if (planning.names.includes(name)) return `tasks/${name}`;
  const meant = closest(name, planning.names);
  const hint = meant === undefined ? "" : ` Did you mean ${code(meant)}?`;
  throw new UserError(`There is no task called ${code(name)}.${hint}`);
}
