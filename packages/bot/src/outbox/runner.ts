/**
 * Works off the outbox: claims what is due, tries it, writes down how it ended, and sleeps until the next. Several of them, in
 * several processes, share the work.
 */
import type { Clock, Timer } from "@matterwright/clock";
import { type Log, errorFacts } from "../log/log.ts";
import type { Outbox, OutboxEntry, Outcome } from "../store/outbox.ts";

/** Tries at the same time, of different queues. */
const AT_ONCE = 8;
/** Longer than any call may take, timeouts and all: nobody else tries meanwhile. */
const CLAIM_MS = 120_000;
/** Looks at least so often: another process may have left something behind. */
const LONGEST_WAIT_MS = 60_000;
/** After the store could not be asked. */
const PAUSE_MS = 5_000;
/** What was sent is remembered for so long. */
const KEPT_MS = 86_400_000;

export interface RunnerParts {
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
  readonly deliver: (entry: OutboxEntry) => Promise<Outcome>;
}

export class OutboxRunner {
  readonly #parts: RunnerParts;
  readonly #busy = new Set<Promise<void>>();
  #timer: Timer | undefined;
  #unwatch: () => void = () => {};
  #state: "off" | "idle" | "looking" = "off";
  /** Whether something was added while it was looking. */
  #hasNews = false;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Intents that are being tried now. */
  get trying(): number {
    return this.#busy.size + (this.#state === "looking" ? 1 : 0);
  }

  start(): void {
    this.#state = "idle";
    this.#unwatch = this.#parts.outbox.watch(() => this.wake());
    this.wake();
  }

  /** Looks for work now. */
  wake(): void {
    if (this.#state === "looking") this.#hasNews = true;
    if (this.#state === "idle") void this.#look();
  }

  /** Begins nothing more, and resolves when what is being tried has ended. */
  async stop(): Promise<void> {
    this.#state = "off";
    this.#unwatch();
    this.#timer?.cancel();
    await Promise.all(this.#busy);
  }

  async #look(): Promise<void> {
    this.#state = "looking";
    this.#timer?.cancel();
    let waitMs = PAUSE_MS;
    try {
      this.#hasNews = false;
      await this.#takeWhatIsDue();
      waitMs = await this.#untilNext();
    } catch (error) {
      this.#parts.log.error({ error: errorFacts(error) }, "the outbox cannot be read now; what is in it is kept");
    }
    if (this.#isOff()) return;
    const isNews = this.#hasNews;
    this.#hasNews = false;
    this.#state = "idle";
    if (isNews) this.wake();
    else this.#timer = this.#parts.clock.after(waitMs, () => this.wake());
  }

  async #takeWhatIsDue(): Promise<void> {
    const { outbox } = this.#parts;
    while (!this.#isOff() && this.#busy.size < AT_ONCE) {
      const entries = await outbox.claim({ limit: AT_ONCE - this.#busy.size, leaseMs: CLAIM_MS });
      if (entries.length === 0) return;
      for (const entry of entries) this.#begin(entry);
    }
  }

  #begin(entry: OutboxEntry): void {
    const doing = this.#try(entry).finally(() => {
      this.#busy.delete(doing);
      this.wake();
    });
    this.#busy.add(doing);
  }

  async #try(entry: OutboxEntry): Promise<void> {
    const { outbox, log, deliver } = this.#parts;
    const outcome = await deliver(entry);
    const facts = { intent: entry.id, owner: entry.owner, attempt: entry.attempts };
    if (outcome.kind === "failed") log.error({ ...facts, reason: outcome.reason }, "an intent failed for good");
    if (outcome.kind === "again")
      log.warn({ ...facts, reason: outcome.reason, dueAt: outcome.dueAt }, "an intent will be tried again");
    try {
      if (!(await outbox.settle(entry, outcome)))
        log.warn(facts, "an intent took so long that somebody else tried it too");
    } catch (error) {
      // The claim runs out, and the next try finds out what this one did.
      log.error({ ...facts, error: errorFacts(error) }, "how an intent ended could not be written down");
    }
  }

  async #untilNext(): Promise<number> {
    const { outbox, clock } = this.#parts;
    await outbox.prune(clock.now() - KEPT_MS);
    const next = await outbox.nextDueAt();
    if (next === undefined || this.#busy.size >= AT_ONCE) return LONGEST_WAIT_MS;
    return Math.min(Math.max(next - clock.now(), 0), LONGEST_WAIT_MS);
  }

  #isOff(): boolean {
    return this.#state === "off";
  }
}
