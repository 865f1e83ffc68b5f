/** What a module has to export to be a task. Called in the process that has loaded it. */
import { oneLine } from "./description.ts";
import type { TaskBot } from "./module-task.ts";

export interface Shape {
  readonly run: (bot: TaskBot) => unknown;
  readonly description: string;
  readonly reruns: boolean;
}

/** Exports by their names, or as one default. `DESCRIPTION` as postbot writes it. @throws Error that says what is missing. */
export function shapeOf(module: object): Shape {
  const inner = "default" in module && typeof module.default === "object" ? (module.default ?? {}) : {};
  const all: Readonly<Record<string, unknown>> = { ...inner, ...module };
  const { run, description, DESCRIPTION, rerunsAfterCrash } = all;
  if (typeof run !== "function") throw new Error("it exports no `run`: write `export async function run(bot) { … }`");
  const about = description ?? DESCRIPTION ?? "";
  if (typeof about !== "string") throw new Error("its `description` is no text");
  return { run: run as Shape["run"], description: oneLine(about), reruns: rerunsAfterCrash === true };
}
