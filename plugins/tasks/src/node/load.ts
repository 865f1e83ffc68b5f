/** Makes a task of a file: imports it, or finds out how it is run. Called by the folder for what is new or has changed. */
import { join } from "node:path";
import { describedIn } from "../folder/description.ts";
import { moduleTask } from "../folder/module-task.ts";
import { fileKind } from "../folder/name.ts";
import { type ProgramOptions, programTask } from "../folder/program-task.ts";
import type { Task } from "../task.ts";
import { type FoundFile, headOf } from "./files.ts";
import { lookAtModule } from "./apart.ts";

/** Lets postbot's own tasks, which expect its driver, run as programs. */
const POSTBOT_RUNNER = join(import.meta.dirname, "../../python/postbot_task.py");
const POSTBOT_TASK = /^(?:async[ \t]+)?def[ \t]+run[ \t]*\(/m;

export interface LoadOptions extends ProgramOptions {
  /** The file as an operator would write it. */
  readonly shown: string;
}

/** Nothing for a file that is no task. @throws Error that says why a task cannot be used, and where. */
export async function loadTask(file: FoundFile, { shown, ...options }: LoadOptions): Promise<Task | undefined> {
  const kind = fileKind(file.name);
  if (kind.kind === "none") return undefined;
  if (kind.kind === "misnamed") throw new Error(kind.reason);
  const { name } = kind;
  const head = await headOf(file.path);
  const isScript = head.startsWith("#!");
  if (kind.kind === "module" && !isScript) {
    const { path } = file;
    return moduleTask({ name, file: shown, path, ...(await lookAtModule(path, options)) }, options);
  }
  const about = { name, file: shown, path: file.path, description: describedIn(head) };
  if (!isScript && file.name.endsWith(".py") && POSTBOT_TASK.test(head))
    return programTask({ ...about, command: ["python3", POSTBOT_RUNNER, file.path] }, options);
  if (file.isExecutable) return programTask({ ...about, command: [file.path] }, options);
  if (isScript || kind.kind === "script") throw new Error(`it is not executable: \`chmod +x ${shown}\``);
  return undefined;
}
