/** Everything that a bot does at times: the place where schedules are added, and what looks after them. Made once, by the upkeep. */
import type { Clock } from "@matterwright/clock";
import { MisuseError } from "../errors.ts";
import type { JobHandler } from "../install/install.ts";
import type { Log } from "../log/log.ts";
import type { Planned } from "../install/planned.ts";
import type { Durable } from "../store/durable.ts";
import { type BookParts, type ScheduleBook, scheduleBook } from "./book.ts";
import { entryOf } from "./entry.ts";
import { Planner } from "./planner.ts";
import { Reporter } from "./report.ts";
import { Runner } from "./runner.ts";
import { RUN_JOB } from "./start.ts";

/** Runs at the same time in one process. Where a database has to be asked for each, fewer. */
const CONCURRENCY = 100;
const CONCURRENCY_SHARED = 8;
/** What a process of its own said to be running when it began is looked after by its worker first. */
const SETTLED_MS = 60_000;

export interface SchedulesParts {
  readonly durable: Durable;
  readonly clock: Clock;
  readonly log: Log;
  /** Where no zone was named. */
  readonly timezone: string;
  readonly leads: () => boolean;
  readonly handleJobs: (handler: JobHandler) => () => void;
}

export class Schedules {
  readonly book: ScheduleBook;
  readonly #parts: SchedulesParts;
  readonly #planner: Planner;
  readonly #runner: Runner;
  #works = false;
  #openedMs = Infinity;

  constructor(parts: SchedulesParts) {
    const { durable, clock, log, leads, timezone: zone } = parts;
    const reporter = new Reporter();
    this.#parts = parts;
    this.#planner = new Planner({ durable, clock, log, leads, lost: (jobs) => this.#lost(jobs) });
    this.#runner = new Runner({ clock, store: durable.store, reporter, entry: (name) => this.#planner.get(name) });
    const watch: ScheduleBook["watch"] = (listener) => reporter.watch(listener);
    const understood: BookParts["understood"] = (planned) =>
      entryOf({ ...planned, handler: () => {} }, { owner: "bot", log, zone, nowMs: clock.now() });
    this.book = scheduleBook({ durable, clock, planner: this.#planner, watch, understood });
  }

  /** Adds a schedule. Returns what takes it away. @throws MisuseError when it cannot be, or its name is taken. */
  add(planned: Planned, { owner, log }: { readonly owner: string; readonly log: Log }): () => void {
    const { clock, timezone } = this.#parts;
    const entry = entryOf(planned, { owner, log, zone: timezone, nowMs: clock.now() });
    if (this.#planner.get(entry.name) !== undefined)
      throw new MisuseError(`there is a schedule called "${entry.name}" already: give this one another name`);
    this.#work();
    this.#planner.add(entry);
    return () => this.#planner.remove(entry);
  }

  open(): void {
    this.#openedMs = this.#parts.clock.now();
    this.#planner.open();
  }

  /** Plans no more. What runs is left to the jobs. */
  async close(): Promise<void> {
    this.#runner.isClosing = true;
    await this.#planner.close();
  }

  /** A bot without schedules asks nobody for their runs. */
  #work(): void {
    if (this.#works) return;
    this.#works = true;
    this.#parts.handleJobs({
      name: RUN_JOB,
      concurrency: this.#parts.durable.isShared === true ? CONCURRENCY_SHARED : CONCURRENCY,
      run: (ctx) => this.#runner.run(ctx),
    });
  }

  /** Those that have ended without a word, because their end could not be written down, or somebody removed them. */
  async #lost(jobs: readonly string[]): Promise<readonly string[]> {
    const { durable, clock } = this.#parts;
    const isSettled = clock.now() - this.#openedMs >= SETTLED_MS;
    const found = await Promise.all(jobs.map(async (id) => ({ id, state: (await durable.jobs.get(id))?.state })));
    const isLost = ({ id, state }: (typeof found)[number]): boolean => {
      if (state === "running") return durable.isShared !== true && isSettled && !this.#runner.has(id);
      return state !== "waiting";
    };
    return found.filter(isLost).map(({ id }) => id);
  }
}
