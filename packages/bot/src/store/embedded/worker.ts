/**
 * Runs jobs in the process that has the engine to itself: takes what is due, one timer for what comes next. Used by the engine in
 * memory and by the one on SQLite, which only keep the table.
 */
import { messageOf } from "../../errors.ts";
import type { Clock, Timer } from "@matterwright/clock";
import type { UnixMs } from "@matterwright/protocol";
import type { Job, JobEnding, WorkOptions, Worker } from "../work.ts";

/** What a worker asks of the engine. */
export interface JobTable {
  /** Takes the earliest job of a name that is due, and writes down that it runs. */
  claim(name: string): Promise<Job | undefined>;
  /** Puts a job back that was taken and not begun, as if it had not been taken. */
  putBack(job: Job): Promise<void>;
  /** Ends a run, with what it wrote, in one transaction. */
  end(job: Job, ending: JobEnding): Promise<void>;
  /** When the next job of a name is due; nothing when none waits. */
  nextRunAt(name: string): Promise<UnixMs | undefined>;
}

/** After an engine could not answer, in milliseconds. */
const PAUSE_MS = 5_000;
/** The most that a timer is set ahead: longer ones overflow on some machines, and clocks are stepped. */
const LONGEST_WAIT_MS = 60_000;

export interface WorkerParts {
  readonly table: JobTable;
  readonly clock: Clock;
  readonly options: WorkOptions;
  /** A run whose end could not be written down, or a table that could not be asked. */
  readonly onTrouble: (error: unknown) => void;
}

/** A worker for the jobs of one name. */
export class EmbeddedWorker implements Worker {
  readonly #parts: WorkerParts;
  readonly #running = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();
  #timer: Timer | undefined;
  #stopped = false;
  #looking: Promise<void> | undefined;
  #lookAgain = false;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /** Looks for work now: called when a job was added, and by the worker itself. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#looking === undefined) this.#looking = this.#look();
    else this.#lookAgain = true;
  }

  /** Tells a running job that it was cancelled. */
  cancel(id: string): boolean {
    const found = this.#running.get(id);
    found?.abort.abort(new Error("the job was cancelled"));
    return found !== undefined;
  }

  async stop({ withinMs = 0 }: { readonly withinMs?: number } = {}): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    // What it is about to take is put back.
    await this.#looking;
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort(new Error("the worker stops"));
    if (running.length === 0 || withinMs <= 0) return;
    let timer: Timer | undefined;
    const late = new Promise<void>((resolve) => (timer = this.#parts.clock.after(withinMs, resolve)));
    await Promise.race([Promise.all(running.map(({ done }) => done)), late]);
    timer?.cancel();
  }

  async #look(): Promise<void> {
    this.#timer?.cancel();
    try {
      do {
        this.#lookAgain = false;
        await this.#takeWhatIsDue();
      } while (this.#lookAgain && !this.#stopped);
      await this.#sleepUntilNext();
    } catch (error) {
      this.#parts.onTrouble(error);
      if (!this.#stopped) this.#timer = this.#parts.clock.after(PAUSE_MS, () => this.wake());
    }
    this.#looking = undefined;
    if (this.#lookAgain) this.wake();
  }

  async #takeWhatIsDue(): Promise<void> {
    const { table, options } = this.#parts;
    while (!this.#stopped && this.#running.size < (options.concurrency ?? 1)) {
      const job = await table.claim(options.name);
      if (job === undefined) return;
      if (this.#stopped) return table.putBack(job);
      this.#start(job);
    }
  }

  #start(job: Job): void {
    const abort = new AbortController();
    const done = this.#run(job, abort.signal).finally(() => {
      this.#running.delete(job.id);
      this.wake();
    });
    this.#running.set(job.id, { abort, done });
  }

  async #run(job: Job, signal: AbortSignal): Promise<void> {
    const { table, options } = this.#parts;
    let ending: JobEnding;
    try {
      ending = await options.run(job, signal);
    } catch (error) {
      ending = { kind: "failed", reason: messageOf(error) };
    }
    try {
      await table.end(job, ending);
    } catch (error) {
      // The job stays as running in the table and is run again as interrupted, as if the program had died here.
      this.#parts.onTrouble(error);
    } finally {
      ending.over?.();
    }
  }

  async #sleepUntilNext(): Promise<void> {
    const { table, clock, options } = this.#parts;
    if (this.#stopped || this.#running.size >= (options.concurrency ?? 1)) return;
    const nextMs = await table.nextRunAt(options.name);
    if (nextMs === undefined || this.#stopped) return;
    this.#timer = clock.after(Math.min(Math.max(nextMs - clock.now(), 0), LONGEST_WAIT_MS), () => this.wake());
  }
}
