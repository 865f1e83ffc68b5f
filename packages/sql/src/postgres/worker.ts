/** Runs jobs that pg-boss hands out, and ends each in one transaction with what it wrote. */
import { type Clock, sleep } from "@matterwright/clock";
import {
  type Job,
  type JobEnding,
  StoreError,
  StoreUnavailableError,
  type Transaction,
  type WorkOptions,
  type Worker,
} from "matterwright";
import type { WorkOptions as BossWorkOptions, JobWithMetadata } from "pg-boss";
import { type Output, findRow, idOf, numberOf } from "./job-rows.ts";
import type { JobTables } from "./jobs.ts";
import type { PostgresRun, PostgresScope } from "./tables.ts";

/** How often it looks whether something has fallen due. What is due at once is told. */
const LOOK_EVERY_S = 1;
/** How often a run shows that it lives. */
const PULSE_S = 3;
/** How often, and how far apart, the end of a run is written again while PostgreSQL is away. */
const END_ATTEMPTS = 30;
const END_PAUSE_MS = 1_000;

type WithMetadata = BossWorkOptions & { readonly includeMetadata: true };
type Handed = JobWithMetadata<{ readonly payload: string }>;

export interface WorkersParts {
  readonly tables: JobTables;
  readonly run: PostgresRun;
  readonly clock: Clock;
  /** A transaction's face for what a run writes. */
  readonly transaction: (scope: PostgresScope) => Transaction;
  readonly onTrouble: (error: unknown) => void;
}

interface Run {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  /** Lets go of it: it counts as cut off. */
  readonly leave: () => void;
}

/** What one worker has in hand. */
interface Mine {
  readonly runs: Set<Run>;
  isStopped: boolean;
}

/** The job went to somebody else while it ran: what this run wants to write does not count. */
class Lost extends StoreError {
  /** Whether this very run has ended: nobody was given the job since. */
  readonly isOver: boolean;

  constructor(message: string, isOver: boolean) {
    super(message);
    this.isOver = isOver;
  }
}

export class PostgresWorkers {
  readonly #parts: WorkersParts;
  /** By id. */
  readonly #running = new Map<string, Run>();

  constructor(parts: WorkersParts) {
    this.#parts = parts;
  }

  /** Jobs that run here. */
  get running(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** Tells a job that runs here that it was cancelled. */
  cancel(id: string): void {
    this.#running.get(id)?.abort.abort(new Error("the job was cancelled"));
  }

  async work(options: WorkOptions): Promise<Worker> {
    const { boss } = this.#parts.tables;
    const { name, concurrency = 1 } = options;
    await boss.makeQueue(name);
    const mine: Mine = { runs: new Set(), isStopped: false };
    const hands = await Promise.all(Array.from({ length: concurrency }, () => this.#hire(options, mine)));
    return {
      stop: async ({ withinMs = 0 } = {}) => {
        mine.isStopped = true;
        const over = hands.map((id) => boss.pgBoss.offWork(name, { id, wait: false }));
        for (const { abort } of mine.runs) abort.abort(new Error("the worker stops"));
        await this.#ended(mine.runs, withinMs);
        for (const { leave } of mine.runs) leave();
        await Promise.all(over);
      },
    };
  }

  /** Has pg-boss hand out one job at a time. Returns the id under which it does. */
  async #hire(options: WorkOptions, mine: Mine): Promise<string> {
    const { pgBoss } = this.#parts.tables.boss;
    let id: string | undefined;
    id = await pgBoss.work<{ readonly payload: string }, void, WithMetadata>(
      options.name,
      {
        includeMetadata: true,
        pollingIntervalSeconds: LOOK_EVERY_S,
        notifyPollingIntervalSeconds: LOOK_EVERY_S,
        heartbeatRefreshSeconds: PULSE_S,
      },
      async ([job]: Handed[]) => {
        if (job === undefined) return;
        await this.#take(job, options, mine);
        // There may be another: it need not wait for the next look.
        if (id !== undefined) pgBoss.notifyWorker(id);
      },
    );
    return id;
  }

  async #take(handed: Handed, options: WorkOptions, mine: Mine): Promise<void> {
    if (mine.isStopped) return this.#giveBack(handed, outputOfNone(handed));
    const id = idOf(handed.id);
    const abort = new AbortController();
    handed.signal.addEventListener("abort", () => abort.abort(handed.signal.reason));
    const left = Promise.withResolvers<"left">();
    const done = this.#do(handed, options, abort.signal);
    const run: Run = { abort, done, leave: () => left.resolve("left") };
    mine.runs.add(run);
    this.#running.set(id, run);
    try {
      if ((await Promise.race([done, left.promise])) === "left") await this.#giveBack(handed, { ending: "left" });
    } finally {
      mine.runs.delete(run);
      this.#running.delete(id);
    }
  }

  /** So that another can take it at once. */
  async #giveBack({ name, id, retryCount }: Handed, output: object): Promise<void> {
    await this.#parts.tables.boss.pgBoss
      .fail(name, { id, retryCount }, output)
      .catch((error: unknown) => this.#parts.onTrouble(error));
  }

  async #do(handed: Handed, options: WorkOptions, signal: AbortSignal): Promise<void> {
    let ending: JobEnding;
    try {
      ending = await options.run(jobOf(handed), signal);
    } catch (error) {
      ending = { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
    }
    try {
      await this.#write(handed, ending);
    } finally {
      ending.over?.();
    }
  }

  async #write(handed: Handed, ending: JobEnding): Promise<void> {
    let isUnsure = false;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#parts.run((scope) => this.#end(scope, handed, ending));
        return;
      } catch (error) {
        // The try before this one has worked after all.
        if (isUnsure && error instanceof Lost && error.isOver) return;
        this.#parts.onTrouble(error);
        if (error instanceof Lost) return;
        isUnsure ||= error instanceof StoreUnavailableError && !error.isSure;
        // What cannot be written down now is as if the program had died here: the job is run again as interrupted.
        if (!(error instanceof StoreUnavailableError) || attempt === END_ATTEMPTS) throw error;
        await sleep(this.#parts.clock, END_PAUSE_MS);
      }
    }
  }

  async #end(scope: PostgresScope, { name, id, retryCount }: Handed, ending: JobEnding): Promise<void> {
    const { boss, schema } = this.#parts.tables;
    const { rows } = await scope.sql.executeSql(`delete from ${schema}.job_wish where job = $1 returning job`, [
      numberOf(idOf(id)),
    ]);
    const output = outputOf(ending, rows.length > 0);
    const db = { db: scope.sql as never };
    const attempt = { id, retryCount };
    const response =
      output.ending === "again"
        ? await boss.pgBoss.fail(name, attempt, output, db)
        : await boss.pgBoss.complete(name, attempt, output, db);
    if ((response as { readonly affected: number }).affected === 0) throw await this.#lost(scope, attempt);
    if (ending.kind === "again" && output.ending === "again")
      await boss.pgBoss.update(name, undefined, { id, startAfter: new Date(ending.runAt), ...db });
    await ending.write?.(this.#parts.transaction(scope));
  }

  async #lost({ sql }: PostgresScope, { id, retryCount }: Pick<Handed, "id" | "retryCount">): Promise<Lost> {
    const row = await findRow(sql, this.#parts.tables.jobs, idOf(id));
    const isOver = row?.state === "completed" && row.attempt === retryCount + 1;
    return new Lost(`job ${idOf(id)} was given to somebody else while it ran: nothing of it was written`, isOver);
  }

  async #ended(runs: ReadonlySet<Run>, withinMs: number): Promise<void> {
    if (runs.size === 0 || withinMs <= 0) return;
    const late = new AbortController();
    const ended = Promise.allSettled([...runs].map(({ done }) => done));
    await Promise.race([ended, sleep(this.#parts.clock, withinMs, late.signal).catch(() => {})]);
    late.abort(new Error("all have ended"));
  }
}

function jobOf({ id, name, data, startAfter, retryCount, output }: Handed): Job {
  const before = output as Partial<Output> | null;
  return {
    id: idOf(id),
    name,
    payload: JSON.parse(data.payload) as unknown,
    runAt: startAfter.getTime(),
    attempt: retryCount + 1,
    wasInterrupted: retryCount > 0 && before?.ending !== "again",
  };
}

/** Of a run that was not begun: whether the one before was cut off is told by what it left. */
function outputOfNone(handed: Handed): object {
  return jobOf(handed).wasInterrupted ? { ending: "left" } : { ending: "again", reason: "the worker stopped" };
}

function outputOf(ending: JobEnding, isCancelled: boolean): Output {
  if (ending.kind === "done") return { ending: "done" };
  if (isCancelled) return { ending: "cancelled" };
  return { ending: ending.kind, reason: ending.reason };
}
