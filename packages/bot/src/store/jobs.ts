/**
 * Work to be done at a time, once, even if the program dies before or in the middle of it: how it is added and looked at. Who runs it
 * is in `work.ts`.
 */
import type { UnixMs } from "@matterwright/protocol";

export interface NewJob {
  /** What kind of work: `broadcast/deliver`. */
  readonly name: string;
  /** Anything that JSON can say. */
  readonly payload: unknown;
  /** Not before, in Unix milliseconds; at once by default. */
  readonly runAt?: UnixMs;
  /**
   * Makes it the only one: a second job of the same name and key is not added as long as the first is remembered, which is seven
   * days beyond its end. `"daily@2026-11-21T07:00Z"` makes a planned instant run once.
   */
  readonly key?: string;
}

export type JobState = "waiting" | "running" | "done" | "failed" | "cancelled";

/** A job as it stands in a list. */
export interface JobRecord {
  readonly id: string;
  readonly name: string;
  readonly key?: string;
  readonly payload: unknown;
  readonly state: JobState;
  readonly addedAt: UnixMs;
  readonly runAt: UnixMs;
  readonly attempt: number;
  readonly reason?: string;
  readonly finishedAt?: UnixMs;
}

export interface JobFilter {
  readonly name?: string;
  readonly state?: JobState;
  /** Goes on behind this id. */
  readonly after?: string;
  readonly limit?: number;
}

/** Adding work and taking it back: what a transaction can do as well. */
export interface JobQueue {
  /** Accepts a job. Returns its id, or nothing when there is one of its key. @throws StoreFullError, StoreUnavailableError. */
  add(job: NewJob): Promise<string | undefined>;
  /**
   * Takes a job back: a waiting one at once; a running one is told by its signal, and is cancelled when it ends in any way but done.
   * False when there is none that could be.
   */
  cancel(id: string): Promise<boolean>;
}
