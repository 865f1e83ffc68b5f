/**
 * One process of several that are one bot: all are connected, one leads and does what it hears, the others stand by. A bot that has
 * its store to itself always leads, and none of this costs it anything.
 */
import type { Rest } from "@matterwright/client";
import type { Clock, Timer } from "@matterwright/clock";
import type { Id } from "@matterwright/protocol";
import { type Log, errorFacts } from "../log/log.ts";
import type { Durable } from "../store/durable.ts";
import { FencedError } from "../store/errors.ts";
import type { Held } from "../store/lease.ts";
import { Awake } from "./awake.ts";
import { doneKeys, sweep } from "./done.ts";
import { Leadership } from "./leadership.ts";

const SWEEP_EVERY_MS = 60_000;

export interface ReplicaParts {
  readonly durable: Durable;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** It leads from now on, or again: another may have led before. */
  readonly onLead: () => void;
}

export class Replica {
  /** What is written by this way is refused when this process leads no more. */
  readonly durable: Pick<Durable, "store" | "transaction">;
  readonly #parts: ReplicaParts;
  readonly #awake: Awake;
  #leadership: Leadership | undefined;
  #sweeping: Timer | undefined;

  constructor(parts: ReplicaParts) {
    const { durable, clock } = parts;
    this.#parts = parts;
    this.#awake = new Awake(clock);
    this.durable = {
      store: durable.store,
      transaction: (work, options) => durable.transaction(work, { ...this.fencing(), ...options }),
    };
  }

  /** Whether there may be others. */
  get isShared(): boolean {
    return this.#parts.durable.isShared === true;
  }

  /** Whether this process does what it hears. */
  get leads(): boolean {
    return !this.isShared || this.#leadership?.leads === true;
  }

  /** What has to be held still when something is written that began now. */
  fencing(): { readonly fence?: Held } {
    const fence = this.#leadership?.fence;
    return fence === undefined ? {} : { fence };
  }

  /** Takes part as this account. */
  async join(me: { readonly id: Id }): Promise<void> {
    const { durable, clock, log, random, onLead } = this.#parts;
    if (!this.isShared) return;
    this.#leadership = new Leadership({
      lease: durable.lease,
      clock,
      log,
      name: `leader/${me.id}`,
      holder: `replica-${Math.floor(random() * 2 ** 40).toString(36)}-${clock.now().toString(36)}`,
      onLead,
    });
    this.#awake.start();
    await this.#leadership.start();
    this.#planSweep();
  }

  async leave(): Promise<void> {
    this.#sweeping?.cancel();
    this.#awake.stop();
    await this.#leadership?.stop();
  }

  /** Keys of updates that were done of late, by whomever. */
  done(): Promise<ReadonlySet<string>> {
    return this.isShared ? doneKeys(this.#parts.durable.store) : Promise.resolve(new Set());
  }

  /** @throws FencedError when what began under this lease is another process's to do by now. */
  admit(fence: Held): void {
    const now = this.#leadership?.fence;
    if (!this.leads || now?.token !== fence.token) throw new FencedError(fence.name);
  }

  /** Calls that are given up when this process has stood still since: another may have made them meanwhile. */
  whileAwake(rest: Rest): Rest {
    return this.isShared ? rest.with({ signal: this.#awake.signal }) : rest;
  }

  /** Has marks of long ago forgotten, from time to time. */
  #planSweep(): void {
    const { clock, durable, log } = this.#parts;
    this.#sweeping = clock.after(SWEEP_EVERY_MS, () => {
      this.#planSweep();
      if (!this.leads) return;
      sweep(durable.store).catch((error: unknown) =>
        log.warn({ error: errorFacts(error) }, "marks of long ago could not be forgotten now"),
      );
    });
  }
}
