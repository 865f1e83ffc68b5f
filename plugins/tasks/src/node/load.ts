/** Makes a task of a file: imports it, or finds out how it is run. Called by the folder for what is new or has changed. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describedIn } from "../folder/description.ts";
import { moduleTask } from "../folder/module-task.ts";
import { fileKind } from "../folder/name.ts";
import { type ProgramOptions, programTask } from "../folder/program-task.ts";
import type { Task } from "../task.ts";
import { type FoundFile, headOf } from "./files.ts";
import { importFresh } from "./fresh.ts";

/** Lets postbot's own tasks, which expect its driver, run as programs. */
const POSTBOT_RUNNER = join(import.meta.dirname, "../../python/postbot_task.py");
/** A module that waits for something at its top is not waited for longer. */
const IMPORT_MAX_MS = 10_000;
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
  if (kind.kind === "module" && !isScript) return moduleTask(await imported(file, options), { name, file: shown });
  const about = { name, file: shown, path: file.path, description: describedIn(head) };
  if (!isScript && file.name.endsWith(".py") && POSTBOT_TASK.test(head))
    return programTask({ ...about, command: ["python3", POSTBOT_RUNNER, file.path] }, options);
  if (file.isExecutable) return programTask({ ...about, command: [file.path] }, options);
  if (isScript || kind.kind === "script") throw new Error(`it is not executable: \`chmod +x ${shown}\``);
  return undefined;
}

async function imported({ path }: FoundFile, { clock }: Pick<ProgramOptions, "clock">): Promise<object> {
  const late = Promise.withResolvers<never>();
  const timer = clock.after(IMPORT_MAX_MS, () =>
    late.reject(new Error("it was not loaded within 10 seconds: what it waits for at its top belongs into `run`")),
  );
  try {
    return (await Promise.race([importFresh(path), late.promise])) as object;
  } catch (error) {
    throw new Error(reasonOf(error, path), { cause: error });
  } finally {
    timer.cancel();
  }
}

/** What is wrong with a module, and in which line. */
export function reasonOf(error: unknown, path: string): string {
  if (!(error instanceof Error)) return String(error);
  const { message, stack = "" } = error;
  const first = message.split("\n").at(0) ?? "";
  const address = pathToFileURL(path).href;
  for (const line of stack.split("\n")) {
    if (!line.includes(address) && !line.includes(path)) continue;
    const [, number] = /:(\d+)(?::\d+)?\)?$/.exec(line.trim()) ?? [];
    if (number !== undefined) return `line ${number}: ${first}`;
  }
  return first;
}
