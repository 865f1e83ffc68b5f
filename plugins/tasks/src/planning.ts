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
  readonly times: string;
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

  /** Brings the plan up to date. Returns the names of what has times of its own now, and had others before or none. */
  sync(): string[] {
    const { folder, file } = this.#parts;
    const names = new Set([...folder.all().map(({ name }) => name), ...file.planned.keys()]);
    for (const [name, { end }] of this.#placed) {
      if (names.has(name)) continue;
      end();
      this.#placed.delete(name);
    }
    return [...names].filter((name) => this.#place(name));
  }

  /** Plans nothing any more. */
  end(): void {
    for (const { end } of this.#placed.values()) end();
    this.#placed.clear();
  }

  /** Whether it comes at other times than before. */
  #place(name: string): boolean {
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
    if (before?.definition === definition) return false;
    if (task === undefined && before === undefined)
      log.warn({ task: name }, "the scheduler file plans a task that is not in the tasks folder");
    before?.end();
    try {
      const end = workplace.plan({ ...whole, name, when, handler: handler(name) });
      const times = `${when} ${options.timezone ?? ""}`;
      this.#placed.set(name, { definition, times, end });
      return when !== "never" && times !== before?.times;
    } catch (error) {
      this.#placed.delete(name);
      log.error({ task: name, error: errorFacts(error) }, "a task could not be planned");
      return false;
    }
  }
}
