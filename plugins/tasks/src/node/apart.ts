/**
 * Runs a module in a process of its own, so that whatever it does costs nobody else anything: it may hang in a loop, throw where nobody
 * catches, take all memory or end its process. Called by the task that the module is, and to look what a module is.
 */
import type { Context } from "matterwright";
import { type Ending, TaskFailure } from "../task.ts";
import { GRACE_MS } from "./group.ts";
import { type ModuleOptions, ModuleProcess } from "./module-child.ts";

/** A module that waits for something at its top is not waited for longer. */
const LOOK_MAX_MS = 30_000;

/** What a module says of itself. */
export interface ModuleFacts {
  readonly description: string;
  readonly reruns: boolean;
}

/** @throws Error that says what is wrong with the module, and where. */
export async function lookAtModule(path: string, options: ModuleOptions): Promise<ModuleFacts> {
  const module = new ModuleProcess({ path, wanted: "look", bot: {} }, options);
  const reason = "it was not loaded within 30 seconds: what it waits for at its top belongs into `run`";
  const timer = options.clock.after(LOOK_MAX_MS, () => module.end(new Error(reason)));
  try {
    const outcome = await module.outcome;
    if (outcome.is === "found") return { description: outcome.description, reruns: outcome.reruns };
    throw new Error("it ends the process when it is loaded: what it does belongs into `run`");
  } finally {
    timer.cancel();
    module.end();
  }
}

export interface ModuleRun {
  /** Absolute. */
  readonly path: string;
  /** What the module's `run` is given. */
  readonly bot: object;
  readonly signal: AbortSignal;
  /** What the run wants written is written when it has ended, and the process may have a part in that. */
  readonly unit: Context["unit"];
}

/** @throws TaskFailure that says why it did not end well. */
export async function runModule({ path, bot, signal, unit }: ModuleRun, options: ModuleOptions): Promise<Ending> {
  signal.throwIfAborted();
  const module = new ModuleProcess({ path, wanted: "run", bot }, options);
  let timer: ReturnType<ModuleOptions["clock"]["after"]> | undefined;
  const onAbort = (): void => {
    timer = options.clock.after(GRACE_MS, () => module.end());
  };
  signal.addEventListener("abort", onAbort);
  try {
    await module.outcome;
    signal.throwIfAborted();
    if (unit.isClosed) module.end();
    else unit.atEnd(() => module.end());
    return module.ending;
  } catch (error) {
    module.end();
    throw failureOf(signal.aborted ? signal.reason : error, module.ending);
  } finally {
    signal.removeEventListener("abort", onAbort);
    timer?.cancel();
  }
}

/** The reason with what else is known; in the log it stands as it was thrown. */
function failureOf(error: unknown, ending: Ending): TaskFailure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return Object.assign(new TaskFailure(message, ending), { stack });
}
