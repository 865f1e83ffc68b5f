/** Who of several processes leads: takes a lease, holds it, notices that it is gone. What leading means is in `replica.ts`. */
import type { Clock, Timer } from "@matterwright/clock";
import { type Log, errorFacts } from "../log/log.ts";
import type { Held, Lease } from "../store/lease.ts";

/** A leader that is not heard of for so long leads no more. */
const TTL_MS = 10_000;
const RENEW_EVERY_MS = 3_000;
/** How often those who stand by look whether the lease is free. */
const TAKE_EVERY_MS = 1_000;

export interface LeadershipParts {
  readonly lease: Lease;
  readonly clock: Clock;
  readonly log: Log;
  /** Of the lease, and of this process in it. */
  readonly name: string;
  readonly holder: string;
  /** It leads from now on, or again. */
  readonly onLead: () => void;
}

export class Leadership {
  readonly #parts: LeadershipParts;
  #held: Held | undefined;
  /** By our own clock, counted from before we asked: so we stop before anybody else begins. */
  #leadsUntilMs = 0;
  #state: "standby" | "leading" | "stopped" = "standby";
  #timer: Timer | undefined;
  #isInTrouble = false;

  constructor(parts: LeadershipParts) {
    this.#parts = parts;
  }

  /** Whether this process leads. A process that was stopped for a while knows at once that it does no more. */
  get leads(): boolean {
    return this.#state === "leading" && this.#parts.clock.now() < this.#leadsUntilMs;
  }

  /** The last lease that it had: what is written under it is refused when somebody else has led since. */
  get fence(): Held | undefined {
    return this.#held;
  }

  /** Tries for the first time, and from then on by itself. */
  async start(): Promise<void> {
    await this.#turn();
    if (this.#state === "standby") this.#parts.log.info({}, "another process leads; this one stands by");
  }

  /** Gives the lease back, so that nobody has to wait for it. */
  async stop(): Promise<void> {
    const { lease, log } = this.#parts;
    const isHolder = this.#state === "leading";
    this.#state = "stopped";
    this.#timer?.cancel();
    if (!isHolder || this.#held === undefined) return;
    try {
      await lease.release(this.#held);
    } catch (error) {
      log.warn({ error: errorFacts(error) }, "the lead could not be given back; it runs out by itself");
    }
  }

  async #turn(): Promise<void> {
    const { clock, lease, log } = this.#parts;
    const askedAtMs = clock.now();
    const led = this.leads;
    try {
      const held = await this.#ask();
      // Asked before the stop, and answered after it.
      if (this.#isStopped()) return held === undefined ? undefined : await lease.release(held);
      this.#isInTrouble = false;
      if (held === undefined) this.#lost();
      else this.#won(held, { askedAtMs, led });
    } catch (error) {
      if (!this.#isInTrouble) log.error({ error: errorFacts(error) }, "nobody can say now who leads");
      this.#isInTrouble = true;
    }
    if (this.#isStopped()) return;
    const isCalm = this.#state === "leading" && !this.#isInTrouble;
    this.#timer = clock.after(isCalm ? RENEW_EVERY_MS : TAKE_EVERY_MS, () => void this.#turn());
  }

  #isStopped(): boolean {
    return this.#state === "stopped";
  }

  #ask(): Promise<Held | undefined> {
    const { lease, name, holder } = this.#parts;
    if (this.#state === "leading" && this.#held !== undefined) return lease.renew(this.#held, TTL_MS);
    return lease.take({ name, holder, ttlMs: TTL_MS });
  }

  #won(held: Held, { askedAtMs, led }: { readonly askedAtMs: number; readonly led: boolean }): void {
    this.#held = held;
    this.#state = "leading";
    this.#leadsUntilMs = askedAtMs + TTL_MS;
    if (led || !this.leads) return;
    this.#parts.log.info({ token: held.token }, "this process leads");
    this.#parts.onLead();
  }

  #lost(): void {
    if (this.#state === "leading") this.#parts.log.warn({}, "another process leads now; this one stands by");
    this.#state = "standby";
  }
}
