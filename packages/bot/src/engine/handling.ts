/**
 * What happens to one update: it gets a name, a context and a reference, runs through everything that was registered, and what it
 * wants written is written, in one transaction. Called by the mailboxes for what comes from outside, and by workers for jobs.
 */
import type { Clock } from "@matterwright/clock";
import { type Ending, guarded } from "../context/boundary.ts";
import { type MiddlewareFn, pass, run } from "../listen/composer.ts";
import { Context, type Surroundings } from "../context/context.ts";
import type { Counters } from "./counters.ts";
import type { Decisions } from "./decisions.ts";
import type { JobHandler } from "../install/install.ts";
import type { Replica } from "../lease/replica.ts";
import type { Log } from "../log/log.ts";
import { type People, withName } from "../people/people.ts";
import type { Journal } from "../source/gap/journal.ts";
import type { Traces } from "../context/traces.ts";
import type { Held } from "../store/lease.ts";
import { type Hold, Holds, entered } from "../storm/holds.ts";
import type { Pulse } from "../storm/pulse.ts";
import { UnitOfWork } from "../store/unit.ts";
import type { TickUpdate, Update } from "../update/update.ts";

export interface HandlingParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly counters: Counters;
  readonly traces: Traces;
  readonly people: People;
  readonly decisions: Decisions;
  readonly journal: Pick<Journal, "end">;
  readonly replica: Pick<Replica, "admit">;
  /** By which it is noticed what holds everything up. */
  readonly pulse: Pulse | undefined;
  /** Everything that was registered. */
  readonly chain: MiddlewareFn<Context>;
  readonly surroundings: () => Surroundings;
  /** Aborted when the bot has stopped: what is in hand then was not done, whatever becomes of it. */
  readonly over: AbortSignal;
}

export class Handling {
  readonly #parts: HandlingParts;

  readonly #holds: Holds | undefined;

  constructor(parts: HandlingParts) {
    const { pulse, over } = parts;
    this.#parts = parts;
    this.#holds = pulse && new Holds({ ...parts, pulse });
    over.addEventListener("abort", () => this.#holds?.close());
  }

  /** When everything was held up, and by what. */
  get holds(): readonly Hold[] {
    return this.#holds?.last ?? [];
  }

  /** Handles an update from outside, unless it is another process's to do. Never rejects. */
  async handle(update: Update): Promise<void> {
    const { chain, decisions, journal, over, traces } = this.#parts;
    if (over.aborted) return;
    const claim = decisions.claim(update);
    if (claim === undefined) return traces.ended(update, "elsewhere");
    const unit = new UnitOfWork();
    const commit = ({ handledBy }: Context): Promise<void> => claim.write(unit, handledBy !== undefined);
    const ending = await this.perform(update, { unit, chain, commit, ...claim.fencing });
    if (over.aborted && ending !== "done") return unit.end();
    // Whoever was told that it failed need not be told again, by another process or after a crash.
    if (ending !== "done" && ending !== "left") await claim.close();
    journal.end(update);
    unit.end();
  }

  /** Handles an update once more that was handled before, because what it waited for has come. Never rejects. */
  async again(update: Update): Promise<void> {
    const { chain, decisions, over } = this.#parts;
    if (over.aborted) return;
    const unit = new UnitOfWork();
    await this.perform(update, { unit, chain, commit: () => decisions.writeAgain(unit) });
    unit.end();
  }

  /** Does a job. What it wants written is left to whoever asks for it. Never rejects. */
  work(update: TickUpdate, handler: JobHandler, unit: UnitOfWork): Promise<Ending> {
    return this.perform(update, { unit, chain: doing(handler), commit: pass });
  }

  /** Runs `chain` for an update, then `commit`. Never rejects: whatever either throws is answered and logged. */
  async perform(update: Update, { unit, chain, commit, fence }: Performance): Promise<Ending> {
    const { clock, log, counters, traces, people, surroundings, replica } = this.#parts;
    const startedMs = clock.now();
    const ref = this.#newRef();
    traces.began(update, ref);
    const named = await withName(update, people);
    const ctx = new Context(named, {
      ref,
      log,
      unit,
      around: fence === undefined ? surroundings() : { ...surroundings(), admit: () => replica.admit(fence) },
    });
    this.#holds?.begin(ctx);
    const ending = await guarded(async () => {
      await run(chain, ctx);
      await commit(ctx);
    }, ctx);
    this.#holds?.end(ctx);
    if ("answering" in update) update.answering?.end(ending === "left" ? "failed" : ending);
    counters.count(ending, ctx.handledBy !== undefined);
    const tookMs = clock.now() - startedMs;
    traces.settled(update, named, { state: ending, by: ctx.handledBy, tookMs });
    const level = ctx.handledBy === undefined ? "debug" : "info";
    log[level](
      {
        ref,
        kind: update.kind,
        by: ctx.handledBy,
        user: named.user.username,
        channel: update.channelId,
        ending,
        tookMs,
      },
      "handled",
    );
    return ending;
  }

  #newRef(): string {
    return Math.floor(this.#parts.random() * 0x10000)
      .toString(16)
      .toUpperCase()
      .padStart(4, "0");
  }
}

/** How an update is handled: with what, and what is done with what it wants written. */
export interface Performance {
  readonly unit: UnitOfWork;
  readonly chain: MiddlewareFn<Context>;
  readonly commit: (ctx: Context) => Promise<void>;
  /** The lease that has to be held until the end, where there is one. */
  readonly fence?: Held;
}

/** A job's handler as the end of a chain. */
function doing(handler: JobHandler): MiddlewareFn<Context> {
  return async (ctx) => {
    ctx.handledBy = `job ${handler.name}`;
    if (ctx.is("tick")) await entered(ctx, () => handler.run(ctx));
  };
}
