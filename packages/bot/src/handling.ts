/**
 * What happens to one update: it gets a name, a context and a reference, runs through everything that was registered, and what it
 * wants written is written, in one transaction. Called by the mailboxes for what comes from outside, and by workers for jobs.
 */
import type { Clock } from "@matterwright/clock";
import { type Ending, guarded } from "./boundary.ts";
import { type MiddlewareFn, run } from "./composer.ts";
import { Context, type Surroundings } from "./context.ts";
import type { Counters } from "./counters.ts";
import { type Log, errorFacts } from "./log.ts";
import { type People, withName } from "./people.ts";
import type { Journal } from "./source/gap/journal.ts";
import type { Durable } from "./store/durable.ts";
import { UnitOfWork } from "./store/unit.ts";
import type { Update } from "./update.ts";

export interface HandlingParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly counters: Counters;
  readonly people: People;
  readonly durable: Durable;
  readonly journal: Journal;
  /** Everything that was registered. */
  readonly chain: MiddlewareFn<Context>;
  readonly surroundings: () => Surroundings;
}

export class Handling {
  readonly #parts: HandlingParts;

  constructor(parts: HandlingParts) {
    this.#parts = parts;
  }

  /** Handles an update from outside. Never rejects. */
  async handle(update: Update): Promise<void> {
    const { chain, journal } = this.#parts;
    const unit = new UnitOfWork();
    let mark: Mark | undefined;
    let isWritten = false;
    const commit = async (ctx: Context): Promise<void> => {
      mark = journal.end(update, ctx.handledBy !== undefined);
      await this.#write(unit, mark);
      isWritten = true;
    };
    const ending = await this.perform(update, { unit, chain, commit });
    // Whoever was told that it failed need not be told again after a crash.
    if (!isWritten) await this.#note(mark ?? journal.end(update, ending !== "done"));
    unit.end();
  }

  /** Runs `chain` for an update, then `commit`. Never rejects: whatever either throws is answered and logged. */
  async perform(update: Update, { unit, chain, commit }: Performance): Promise<Ending> {
    const { clock, log, counters, people, surroundings } = this.#parts;
    const startedMs = clock.now();
    const ref = this.#newRef();
    const named = await withName(update, people);
    const ctx = new Context(named, { ref, log, unit, around: surroundings() });
    const ending = await guarded(async () => {
      await run(chain, ctx);
      await commit(ctx);
    }, ctx);
    counters.count(ending, ctx.handledBy !== undefined);
    const level = ctx.handledBy === undefined ? "debug" : "info";
    log[level](
      {
        ref,
        kind: update.kind,
        by: ctx.handledBy,
        user: named.user.username,
        channel: update.channelId,
        ending,
        tookMs: clock.now() - startedMs,
      },
      "handled",
    );
    return ending;
  }

  /** Writes what a handler decided, and that it did. */
  async #write(unit: UnitOfWork, mark: Mark | undefined): Promise<void> {
    if (unit.isEmpty && mark === undefined) return;
    await this.#parts.durable.transaction(async (tx) => {
      await unit.writeAll(tx);
      await mark?.(tx);
    });
  }

  async #note(mark: Mark | undefined): Promise<void> {
    if (mark === undefined) return;
    try {
      await this.#parts.durable.transaction(mark);
    } catch (error) {
      this.#parts.log.error({ error: errorFacts(error) }, "that an update was handled could not be written down");
    }
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
}

type Mark = NonNullable<ReturnType<Journal["end"]>>;
