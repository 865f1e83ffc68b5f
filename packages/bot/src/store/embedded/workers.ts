/** All workers of an engine that one process has to itself. */
import type { Clock } from "@matterwright/clock";
import type { WorkOptions, Worker } from "../work.ts";
import { EmbeddedWorker, type JobTable } from "./worker.ts";

/** The table as all workers use it. */
export interface ReclaimingTable extends JobTable {
  /** Puts back the jobs of a name that are said to be running: whoever ran them is gone. */
  reclaim(name: string): Promise<void>;
}

export interface WorkersParts {
  readonly table: ReclaimingTable;
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

export class EmbeddedWorkers {
  readonly #parts: WorkersParts;
  readonly #working = new Set<{ readonly name: string; readonly worker: EmbeddedWorker }>();

  constructor(parts: WorkersParts) {
    this.#parts = parts;
  }

  async work(options: WorkOptions): Promise<Worker> {
    const isAlone = ![...this.#working].some(({ name }) => name === options.name);
    const entry = { name: options.name, worker: new EmbeddedWorker({ ...this.#parts, options }) };
    this.#working.add(entry);
    if (isAlone) await this.#parts.table.reclaim(options.name);
    entry.worker.wake();
    return {
      stop: async (within) => {
        this.#working.delete(entry);
        await entry.worker.stop(within);
      },
    };
  }

  /** There may be new work of a name. */
  wake(name: string): void {
    for (const entry of this.#working) if (entry.name === name) entry.worker.wake();
  }

  /** Tells whoever runs a job that it was cancelled. */
  cancel(id: string): void {
    for (const { worker } of this.#working) worker.cancel(id);
  }

  async close(): Promise<void> {
    for (const { worker } of this.#working) await worker.stop();
    this.#working.clear();
  }
}
