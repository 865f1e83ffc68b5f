/**
 * Notices what holds everything up: while a handler computes and does not wait for anything, nobody else is served. Each handler's part until
 * it first waits is measured, so that it can be named. What comes later cannot be told apart: then it is said what was in hand. The engine
 * makes one; handlers are entered through `entered()`.
 */
import type { Clock } from "@matterwright/clock";
import type { UnixMs } from "@matterwright/protocol";
import type { Log } from "../log/log.ts";
import type { Pulse } from "./pulse.ts";

/** A time in which nobody was served. */
export interface Hold {
  /** What held everything up: `shop command report`. Nothing where that cannot be known. */
  readonly by: string | undefined;
  /** Where it cannot be known: what was in hand. One of these, or none. */
  readonly during: readonly string[];
  /** At least so long, in milliseconds. */
  readonly heldMs: number;
  /** When it was over. */
  readonly at: UnixMs;
}

/** Nobody minds less. */
const HELD_MS = 1_000;
const BEAT_MS = 500;
const REMEMBERED = 20;
/** While a bot begins, its own modules are read and compiled. */
const BEGINNING_MS = 30_000;
/** More of what was in hand is no help. */
const NAMED_MOST = 5;

export interface HoldsParts {
  readonly pulse: Pulse;
  readonly clock: Clock;
  readonly log: Log;
}

interface Handled {
  readonly handledBy: string | undefined;
}

/** Where a context keeps who measures it: there is one for each thing that happens, so that a map would cost more than all the rest. */
const HOLDS = Symbol("holds");

interface Measured {
  [HOLDS]?: Holds;
}

export class Holds {
  readonly #parts: HoldsParts;
  readonly #inHand = new Set<Handled>();
  /** What ended since the last beat. */
  #ended: string[] = [];
  /** What of the time since the last beat is accounted for. */
  #explainedMs = 0;
  #cpuAtBeatMs = 0;
  /** Measured inside of what is being measured. */
  #innerMs = 0;
  #last: Hold[] = [];
  #openedAt: UnixMs | undefined;
  #endBeats: () => void = () => {};

  constructor(parts: HoldsParts) {
    this.#parts = parts;
  }

  /** The last ones, in their order. */
  get last(): readonly Hold[] {
    return this.#last;
  }

  #open(): void {
    const { pulse, clock } = this.#parts;
    const openedAt = clock.now();
    this.#openedAt = openedAt;
    this.#cpuAtBeatMs = pulse.cpuMs();
    this.#endBeats = pulse.every(BEAT_MS, ({ lateMs, busyMs }) => {
      const heldMs = Math.min(lateMs, busyMs) - this.#explainedMs;
      if (heldMs >= HELD_MS) this.#unexplained(heldMs, clock.now() - openedAt < BEGINNING_MS);
      this.#explainedMs = 0;
      this.#ended = [];
      this.#cpuAtBeatMs = pulse.cpuMs();
    });
  }

  close(): void {
    this.#endBeats();
  }

  /** What is done with a context is measured from now on. Until something is, nothing is watched. */
  begin(ctx: Handled): void {
    if (this.#openedAt === undefined) this.#open();
    (ctx as Measured)[HOLDS] = this;
    this.#inHand.add(ctx);
  }

  end(ctx: Handled): void {
    this.#inHand.delete(ctx);
    if (ctx.handledBy !== undefined && this.#ended.length < NAMED_MOST) this.#ended.push(ctx.handledBy);
  }

  measure<Result>(call: () => Result, by: () => string): Result {
    const { pulse } = this.#parts;
    const outerMs = this.#innerMs;
    const startedMs = pulse.now();
    this.#innerMs = 0;
    try {
      return call();
    } finally {
      const tookMs = pulse.now() - startedMs;
      const heldMs = tookMs - this.#innerMs;
      this.#innerMs = outerMs + tookMs;
      if (heldMs >= HELD_MS) this.#explained(by(), heldMs);
    }
  }

  #explained(by: string, heldMs: number): void {
    this.#explainedMs += heldMs;
    this.#keep({ by, during: [], heldMs });
    // Whoever waits for a disk or another program, and does not let others go on meanwhile, computes little.
    this.#parts.log.warn({ by, ...this.#lengths(heldMs) }, "a handler held everything up");
  }

  /** In whole milliseconds, and how much of that the program had the processor. */
  #lengths(heldMs: number): { readonly heldMs: number; readonly cpuMs: number } {
    const cpuMs = Math.min(heldMs, this.#parts.pulse.cpuMs() - this.#cpuAtBeatMs);
    return { heldMs: Math.round(heldMs), cpuMs: Math.round(cpuMs) };
  }

  #unexplained(heldMs: number, isBeginning: boolean): void {
    const { log } = this.#parts;
    const inHand = [...this.#inHand].flatMap(({ handledBy }) => handledBy ?? []);
    const during = [...new Set([...inHand, ...this.#ended])].slice(0, NAMED_MOST);
    const facts = { during, ...this.#lengths(heldMs) };
    // Whoever had the processor for less than half of the time may not be to blame.
    const isOwn = 2 * facts.cpuMs >= heldMs && (during.length > 0 || !isBeginning);
    if (isOwn) this.#keep({ by: undefined, during, heldMs });
    if (isOwn) log.warn(facts, "something held everything up; this was in hand");
    else log.info(facts, "nobody was served for a while: the bot began, or the machine was busy with other things");
  }

  #keep(hold: Omit<Hold, "at">): void {
    this.#last = [...this.#last, { ...hold, at: this.#parts.clock.now() }].slice(-REMEMBERED);
  }
}

/**
 * Calls what somebody else wrote.
 *
 * @param by what it is, where the context does not know it yet
 */
export function entered<Result>(ctx: object, call: () => Result, by?: () => string): Result {
  const holds = (ctx as Measured)[HOLDS];
  if (holds === undefined) return call();
  return holds.measure(call, by ?? (() => (ctx as Partial<Handled>).handledBy ?? "the bot"));
}
