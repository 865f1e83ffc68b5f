/** Where jobs are done: one worker for each kind that somebody can do, from the bot's start to its stop. */
import { type Clock, sleep } from "@matterwright/clock";
import type { Ending } from "../context/boundary.ts";
import type { Context } from "../context/context.ts";
import { MisuseError } from "../errors.ts";
import { type JobHandler, RunAgain } from "../install/install.ts";
import { type Log, errorFacts } from "../log/log.ts";
import { StoreFullError, StoreUnavailableError, StoredValueError } from "../store/errors.ts";
import type { Transaction } from "../store/transaction.ts";
import { UnitOfWork } from "../store/unit.ts";
import type { Job, JobEnding, Jobs, Worker } from "../store/work.ts";
import type { TickUpdate } from "../update/update.ts";

/** After the store could not be asked. */
const PAUSE_MS = 5_000;
/** A job that this program cannot read is looked at again so often: another program may be able to. */
const UNREADABLE_AGAIN_MS = 3_600_000;

export interface DeskParts {
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly log: Log;
  /** Who the bot is: jobs are done in its name. */
  me(): TickUpdate["user"];
  /** Runs a handler for a job as for any other update, without writing what it wants written. */
  perform(update: TickUpdate, handler: JobHandler, unit: UnitOfWork): Promise<Ending>;
}

interface Place {
  readonly handler: JobHandler;
  worker: Promise<Worker | undefined> | undefined;
  /** Aborted when its jobs shall not be done any more. */
  readonly over: AbortController;
  /** How many have added the handler. */
  users: number;
}

export class JobDesk {
  readonly #parts: DeskParts;
  readonly #places = new Map<string, Place>();
  #isOpen = false;
  #running = 0;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Jobs that run now. */
  get running(): number {
    return this.#running;
  }

  /** Has somebody do the jobs of a name. The same may be added again. @throws MisuseError when somebody else does them. */
  add(handler: JobHandler): () => void {
    const known = this.#places.get(handler.name);
    if (known !== undefined && known.handler !== handler)
      throw new MisuseError(`the jobs "${handler.name}" are done by somebody already: give this kind another name`);
    const place: Place = known ?? { handler, worker: undefined, over: new AbortController(), users: 0 };
    place.users++;
    this.#places.set(handler.name, place);
    if (known === undefined && this.#isOpen) this.#begin(place);
    return () => {
      if (--place.users > 0) return;
      this.#places.delete(handler.name);
      place.over.abort();
      void place.worker?.then((worker) => worker?.stop());
    };
  }

  open(): void {
    this.#isOpen = true;
    for (const place of this.#places.values()) this.#begin(place);
  }

  /** Takes no more jobs, and gives the running ones this long to end. */
  async close(withinMs: number): Promise<void> {
    this.#isOpen = false;
    for (const { over } of this.#places.values()) over.abort();
    const workers = [...this.#places.values()].map(({ worker }) => worker);
    await Promise.all(workers.map(async (worker) => (await worker)?.stop({ withinMs })));
  }

  #begin(place: Place): void {
    place.worker = this.#hire(place).catch((error: unknown) => {
      this.#parts.log.error({ job: place.handler.name, error: errorFacts(error) }, "jobs of this kind cannot be done");
      return undefined;
    });
  }

  /** A worker, as soon as the store can be asked for one. */
  async #hire({ handler, over }: Place): Promise<Worker | undefined> {
    const { jobs, clock, log } = this.#parts;
    const { name, concurrency = 1 } = handler;
    const run = (job: Job, signal: AbortSignal): Promise<JobEnding> => this.#run(handler, job, signal);
    while (!over.signal.aborted) {
      try {
        return await jobs.work({ name, concurrency, run });
      } catch (error) {
        if (!(error instanceof StoreUnavailableError || error instanceof StoreFullError)) throw error;
        log.error({ job: name, error: errorFacts(error) }, "jobs of this kind cannot be done now; it is tried again");
      }
      await sleep(clock, PAUSE_MS, over.signal).catch(() => {});
    }
    return undefined;
  }

  async #run(handler: JobHandler, job: Job, signal: AbortSignal): Promise<JobEnding> {
    const facts = { job: job.name, id: job.id, attempt: job.attempt };
    if (job.wasInterrupted && handler.rerunsAfterCrash === false) {
      this.#parts.log.error(facts, "a job was cut off in the middle and is not run again");
      return { kind: "failed", reason: "it was cut off in the middle, and its kind is not run again after that" };
    }
    const wrong = wrongWith(handler, job);
    if (wrong !== undefined) {
      this.#parts.log.error({ ...facts, reason: wrong }, "a job cannot be read; it is looked at again in an hour");
      return { kind: "again", runAt: this.#parts.clock.now() + UNREADABLE_AGAIN_MS, reason: wrong };
    }
    const unit = new UnitOfWork();
    const over = (): void => unit.end();
    const written = { write: (tx: Transaction) => unit.writeAll(tx), over };
    let again: RunAgain | undefined;
    const run = async (ctx: Context<"tick">): Promise<void> => {
      try {
        await handler.run(ctx);
      } catch (error) {
        if (!(error instanceof RunAgain)) throw error;
        again = error;
      }
    };
    this.#running++;
    try {
      const [at, user] = [this.#parts.clock.now(), this.#parts.me()];
      const update: TickUpdate = { kind: "tick", at, channelId: "", user, job, signal };
      const ending = await this.#parts.perform(update, { ...handler, run }, unit);
      if (ending !== "done") return { kind: "failed", reason: "its handler failed: the log says why", over };
      if (again !== undefined) return { kind: "again", runAt: again.runAt, reason: again.message, ...written };
      return { kind: "done", ...written };
    } finally {
      this.#running--;
    }
  }
}

/** Why this program cannot read a job, if it cannot. */
function wrongWith(handler: JobHandler, job: Job): string | undefined {
  try {
    handler.check?.(job);
    return undefined;
  } catch (error) {
    if (error instanceof StoredValueError) return error.message;
    throw error;
  }
}
