/**
 * Makes the runs: each is a job, done once and in one process. What a handler throws ends in the schedule's state and in the log;
 * the next time comes all the same.
 */
import { type Clock, sleep } from "@matterwright/clock";
import * as z from "zod";
import type { Context } from "../context/context.ts";
import { RunAgain } from "../install/install.ts";
import { errorFacts } from "../log/log.ts";
import type { Store } from "../store/store.ts";
import { type Outcome, attempt } from "./attempt.ts";
import { writeEnd } from "./end.ts";
import type { Entry } from "./entry.ts";
import type { Reporter, ScheduleEvent } from "./report.ts";
import type { RunPayload } from "./start.ts";
import { type PastRun, stateKey } from "./state.ts";

const payloadOf = z.object({
  schedule: z.string(),
  planned: z.number(),
  asked: z.object({ by: z.string(), payload: z.unknown().optional() }).optional(),
});

/** How long, and how often, somebody is looked for who knows the schedule: in another process, or a plugin on its way. */
const UNKNOWN_PAUSE_MS = 5_000;
const UNKNOWN_ATTEMPTS = 60;

export interface RunnerParts {
  readonly clock: Clock;
  readonly store: Store;
  readonly reporter: Reporter;
  readonly entry: (name: string) => Entry | undefined;
}

/** What is known of a run while it is made. */
interface Here {
  readonly ctx: Context<"tick">;
  readonly entry: Entry;
  readonly payload: RunPayload;
  /** Of the schedule, in a row, before this run. */
  readonly failures: number;
}

export class Runner {
  readonly #parts: RunnerParts;
  /** The jobs' ids. */
  readonly #running = new Set<string>();
  /** No run that is told to leave now was cancelled: the bot stops. */
  isClosing = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Whether a job is being done here. */
  has(job: string): boolean {
    return this.#running.has(job);
  }

  /** @throws RunAgain when nobody here knows the schedule yet. */
  async run(ctx: Context<"tick">): Promise<void> {
    const { job } = ctx.update;
    const payload = payloadOf.parse(job.payload);
    const entry = await this.#known(ctx, payload);
    ctx.handledBy = `schedule ${entry.name}`;
    this.#running.add(job.id);
    ctx.unit.atEnd(() => this.#running.delete(job.id));
    const here: Here = { ctx, entry, payload, failures: await this.#failures(entry) };
    if (job.wasInterrupted) {
      this.#tell(here, {
        kind: "interrupted",
        failures: here.failures,
        reason: "the program died in the middle of it",
      });
      if (entry.options.rerunsAfterCrash !== true) return this.#end(here, { result: "interrupted" }, here.failures);
    }
    await this.#attempt(here);
  }

  /** A run is not lost because the store is away for a moment: the count can be. */
  async #failures({ name, log }: Entry): Promise<number> {
    try {
      return (await stateKey(name).get(this.#parts.store))?.failures ?? 0;
    } catch (error) {
      log.warn({ schedule: name, error: errorFacts(error) }, "a run does not know how the last ones ended");
      return 0;
    }
  }

  async #attempt(here: Here): Promise<void> {
    const { ctx, entry, payload } = here;
    const { clock } = this.#parts;
    const startedAt = clock.now();
    const { asked } = payload;
    const outcome = await attempt({
      ctx,
      entry,
      clock,
      run: {
        name: entry.name,
        planned: new Date(payload.planned),
        ...(asked === undefined ? {} : { asked }),
        wasInterrupted: ctx.update.job.wasInterrupted,
      },
    });
    const took = { startedAt, tookMs: clock.now() - startedAt };
    if (outcome.kind !== "done") ctx.unit.discard();
    if (outcome.kind === "left") return this.#left(here, took, outcome.reason);
    const failures = outcome.kind === "done" ? 0 : here.failures + 1;
    this.#report(here, outcome, failures);
    const reason = outcome.kind === "done" ? {} : { reason: outcome.reason };
    this.#end(here, { result: outcome.kind, ...took, ...reason }, failures);
  }

  /** Its handler gave up: because it was cancelled, or because the bot stops. */
  #left(here: Here, took: Pick<PastRun, "startedAt" | "tookMs">, reason: string): void {
    const { failures, entry } = here;
    if (!this.isClosing) return this.#end(here, { result: "cancelled", ...took, reason }, failures);
    this.#tell(here, { kind: "interrupted", failures, reason: "the bot stopped in the middle of it" });
    if (entry.options.rerunsAfterCrash === true) throw new RunAgain("the bot stopped", this.#parts.clock.now());
    this.#end(here, { result: "interrupted", ...took }, failures);
  }

  #report(here: Here, outcome: Outcome, failures: number): void {
    if (outcome.kind !== "done") this.#tell(here, { kind: "failed", failures, reason: outcome.reason }, outcome.error);
    else if (here.failures > 0) this.#tell(here, { kind: "recovered", failures: here.failures, reason: "" });
  }

  #tell({ ctx, entry }: Here, what: Pick<ScheduleEvent, "kind" | "failures" | "reason">, error?: unknown): void {
    const { log, owner, name: schedule } = entry;
    this.#parts.reporter.tell({ ...what, schedule, owner, ref: ctx.ref }, { log, error });
  }

  #end({ ctx, entry, payload }: Here, past: Omit<PastRun, "planned">, failures: number): void {
    const { planned, asked } = payload;
    const by = asked === undefined ? {} : { by: asked.by };
    const whole: PastRun = { planned, ref: ctx.ref, ...by, ...past };
    ctx.unit.add((tx) => writeEnd(tx, entry, { job: ctx.update.job.id, past: whole, failures }));
  }

  async #known({ update: { job, signal } }: Context<"tick">, { schedule }: RunPayload): Promise<Entry> {
    const { clock } = this.#parts;
    for (let looks = 1; ; looks++) {
      const entry = this.#parts.entry(schedule);
      if (entry !== undefined) return entry;
      if (job.attempt <= UNKNOWN_ATTEMPTS && !job.wasInterrupted)
        throw new RunAgain(`nobody here knows the schedule ${schedule}`, clock.now() + UNKNOWN_PAUSE_MS);
      if (!job.wasInterrupted || looks === UNKNOWN_ATTEMPTS)
        throw new Error(`a run of the schedule "${schedule}" was not made: nobody knows it any more`);
      // That a run was cut off is known to whoever is given it next, and to nobody after: it is kept here, and if the bot stops, cut off.
      await sleep(clock, UNKNOWN_PAUSE_MS, signal).catch(() => new Promise<never>(() => {}));
    }
  }
}
