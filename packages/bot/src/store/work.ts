/** How jobs are run. A port; the engine gives each job to one worker at a time. What a job does is not its business. */
import type { UnixMs } from "@matterwright/protocol";
import type { JobFilter, JobQueue, JobRecord } from "./jobs.ts";
import type { Transaction } from "./transaction.ts";

/** A job in a worker's hands. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
  readonly runAt: UnixMs;
  /** 1 for the first. Grows when it is run again, whether it asked for that or the program died. */
  readonly attempt: number;
  /** Whether the attempt before this one was cut off: the program died, or lost the job. What it had done by then is not known. */
  readonly wasInterrupted: boolean;
}

/** How a run ended. */
export type JobEnding = (
  | { readonly kind: "done" }
  | { readonly kind: "again"; readonly runAt: UnixMs; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string }
) & {
  /** What it does is written in the same transaction that ends the job. */
  readonly write?: (tx: Transaction) => Promise<void>;
  /** Called when that is over, whether it could be written or not. */
  readonly over?: () => void;
};

/** Of one kind of job: who runs it, and how many at the same time. */
export interface WorkOptions {
  readonly name: string;
  /** In this process; 1 by default. */
  readonly concurrency?: number;
  /**
   * Does the work. The signal says that the worker stops or that the job was cancelled. What it throws ends the job as failed.
   */
  run(job: Job, signal: AbortSignal): Promise<JobEnding>;
}

/** Somebody who works. */
export interface Worker {
  /** Takes no more, tells the running ones, and resolves when they have ended. What does not end in time counts as interrupted. */
  stop(options?: { readonly withinMs?: number }): Promise<void>;
}

export interface Jobs extends JobQueue {
  get(id: string): Promise<JobRecord | undefined>;
  /** In the order in which they were added. */
  list(filter?: JobFilter): Promise<JobRecord[]>;
  /** Begins to run jobs of one name as they fall due, the earliest first. */
  work(options: WorkOptions): Promise<Worker>;
}
