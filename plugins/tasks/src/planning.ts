/**
 * Keeps every task planned as the scheduler file says; what it does not name waits for somebody to ask. Called whenever tasks or
 * their schedule have changed: what is still the same stays as it is, so that no time is counted anew.
 */
import { type Log, type ScheduleHandler, type Workplace, errorFacts } from "matterwright";
import type { TasksFolder } from "./folder/folder.ts";
import type { ScheduleFile } from "./schedule/file.ts";
import type { PlannedTask } from "./schedule/parse.ts";

export interface PlanningParts {
  readonly workplace: Workplace;
  readonly folder: TasksFolder;
  readonly file: ScheduleFile;
  readonly log: Log;
  /** Makes a run. */
  readonly handler: (name: string) => ScheduleHandler;
}

interface Placed {
  readonly definition: string;
  readonly end: () => void;
}

export class Planning {
  readonly #parts: PlanningParts;
  readonly #placed = new Map<string, Placed>();

  constructor(parts: PlanningParts) {
    this.#parts = parts;
  }

  /** The names of everything that can be run, by alphabet: tasks, and what the scheduler file names although it is not there. */
  get names(): readonly string[] {
    return [...this.#placed.keys()].toSorted();
  }

  /** Brings the plan up to date. */
  sync(): void {
    const { folder, file } = this.#parts;
    const names = new Set([...folder.all().map(({ name }) => name), ...file.planned.keys()]);
    for (const [name, { end }] of this.#placed) {
      if (names.has(name)) continue;
      end();
      this.#placed.delete(name);
    }
    for (const name of names) this.#place(name);
  }

  /** Plans nothing any more. */
  end(): void {
    for (const { end } of this.#placed.values()) end();
    this.#placed.clear();
  }

  #place(name: string): void {
    const { folder, file, log, workplace, handler } = this.#parts;
    const task = folder.get(name);
    const { when = "never", options = {} }: Partial<PlannedTask> = file.planned.get(name) ?? {};
    const whole = {
      ...options,
      about: task?.description ?? "",
      rerunsAfterCrash: options.rerunsAfterCrash ?? task?.reruns ?? false,
    };
    const definition = JSON.stringify({ when, ...whole });
    const before = this.#placed.get(name);
    if (before?.definition === definition) return;
    if (task === undefined && before === undefined)
      log.warn({ task: name }, "the scheduler file plans a task that is not in the tasks folder");
    before?.end();
    try {
      this.#placed.set(name, { definition, end: workplace.plan({ ...whole, name, when, handler: handler(name) }) });
    } catch (error) {
      this.#placed.delete(name);
      log.error({ task: name, error: errorFacts(error) }, "a task could not be planned");
    }
  }
}
