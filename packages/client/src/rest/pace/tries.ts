/**
 * One call with patience: waits for its turn, tries, and tries again where that is safe, until it succeeds or its time is over. Called by
 * `request` when there is a pace; what is sent is the caller's business.
 */
import { sleep } from "@matterwright/clock";
import { type Call, CallError, NetworkError, RateError } from "../../errors.ts";
import type { HttpResponse } from "../../transport.ts";
import { whenAborted } from "./aborts.ts";
import type { Lane, Pace, Turn } from "./pace.ts";
import { RATE_REFUSALS_MOST, RETRY_FOR_MS, type Repeatable, backoffMs, verdictOn } from "./retry.ts";

/** A call waits for its turn at most this long. Nobody waits for bulk, which may be a day's work. */
const WAIT_MOST_MS: Readonly<Record<Lane, number>> = {
  interactive: 60_000,
  alerts: 300_000,
  bulk: Number.POSITIVE_INFINITY,
};

export interface Tries<Value> {
  readonly call: Call;
  readonly what: Repeatable;
  readonly lane: Lane;
  readonly account: string;
  readonly pace: Pace;
  /** From asking to the end of the last try. */
  readonly withinMs?: number | undefined;
  /** How long failures are tried again; 0 for never. */
  readonly retryForMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Sends it once, and tells of the answer as soon as there is one. @throws CallError. */
  once(heard: (response: HttpResponse) => void, signal: AbortSignal | undefined): Promise<Value>;
}

/**
 * The value of the first try that succeeds.
 *
 * @throws CallError, that of the last try; NetworkError when the caller gave up or its time was over before there was an error;
 * RateError when no turn came.
 */
export async function untilDone<Value>(tries: Tries<Value>): Promise<Value> {
  const { signal, withinMs, pace } = tries;
  if (withinMs === undefined && signal === undefined) return new Course(tries, undefined).run();
  const end = new AbortController();
  const forget = signal && whenAborted(signal, () => end.abort(signal.reason));
  const timer =
    withinMs === undefined ? undefined : pace.clock.after(withinMs, () => end.abort(new TimeOver(withinMs)));
  try {
    return await new Course(tries, end.signal).run();
  } finally {
    timer?.cancel();
    forget?.();
  }
}

class TimeOver extends Error {
  constructor(afterMs: number) {
    super(`no answer came within ${afterMs} ms, waiting included`);
  }
}

/** Where one call stands. */
class Course<Value> {
  readonly #tries: Tries<Value>;
  readonly #signal: AbortSignal | undefined;
  readonly #retryForMs: number;
  readonly #askedMs: number;
  /** When the first try was sent that may have done something. */
  #failingSinceMs = Number.POSITIVE_INFINITY;
  #failures = 0;
  #refusals = 0;
  #lastError: CallError | undefined;

  constructor(tries: Tries<Value>, signal: AbortSignal | undefined) {
    this.#tries = tries;
    this.#signal = signal;
    this.#retryForMs = tries.retryForMs ?? RETRY_FOR_MS;
    this.#askedMs = tries.pace.clock.now();
  }

  async run(): Promise<Value> {
    let turn: Turn | undefined;
    for (;;) {
      turn = await this.#turn(turn);
      const sentMs = this.#now;
      const ending = await this.#try(turn);
      if ("value" in ending) return ending.value;
      await this.#recover(ending.error, sentMs);
    }
  }

  get #now(): number {
    return this.#tries.pace.clock.now();
  }

  /** @throws CallError when none comes in time. */
  async #turn(after: Turn | undefined): Promise<Turn> {
    const { pace, lane, account } = this.#tries;
    const untilMs = Math.min(this.#askedMs + WAIT_MOST_MS[lane], this.#failingSinceMs + this.#retryForMs);
    const asked = { lane, account, untilMs, ...(after && { after }), ...(this.#signal && { signal: this.#signal }) };
    const turn = await this.#unlessGivenUp(pace.turn(asked));
    if (turn !== undefined) return turn;
    throw this.#lastError ?? noTurn(this.#tries.call, this.#now - this.#askedMs);
  }

  async #try(turn: Turn): Promise<{ readonly value: Value } | { readonly error: CallError }> {
    let answer: HttpResponse | undefined;
    try {
      return { value: await this.#unlessGivenUp(this.#tries.once((response) => (answer = response), this.#signal)) };
    } catch (error) {
      if (error instanceof CallError) return { error };
      throw error;
    } finally {
      turn.end(answer);
    }
  }

  /** Waits until the call may be tried again. A refused call waits for its turn only. @throws the error, when it may not. */
  async #recover(error: CallError, sentMs: number): Promise<void> {
    const { pace, what } = this.#tries;
    const verdict = verdictOn(error, what);
    if (this.#signal?.aborted === true || this.#retryForMs === 0 || verdict === "final") throw error;
    this.#lastError = error;
    if (verdict === "refused") {
      if (++this.#refusals >= RATE_REFUSALS_MOST) throw error;
      return;
    }
    this.#failingSinceMs = Math.min(this.#failingSinceMs, sentMs);
    const waitMs = backoffMs(++this.#failures, pace.random());
    if (this.#now + waitMs >= this.#failingSinceMs + this.#retryForMs) throw error;
    await this.#unlessGivenUp(sleep(pace.clock, waitMs, this.#signal));
  }

  /** A network may not know how to give up: the caller is answered all the same. @throws CallError when time is over. */
  async #unlessGivenUp<Result>(work: Result | Promise<Result>): Promise<Result> {
    const signal = this.#signal;
    if (signal === undefined) return work;
    let abort: (() => void) | undefined;
    const aborted = new Promise<never>((_resolve, reject) => {
      abort = () => reject(signal.reason as Error);
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort);
    });
    try {
      return await Promise.race([work, aborted]);
    } catch (error) {
      throw signal.aborted ? this.#givenUp(signal.reason) : error;
    } finally {
      aborted.catch(() => {});
      if (abort !== undefined) signal.removeEventListener("abort", abort);
    }
  }

  #givenUp(reason: unknown): CallError {
    const isTime = reason instanceof TimeOver;
    if (isTime && this.#lastError !== undefined) return this.#lastError;
    const { call } = this.#tries;
    const why = reason instanceof Error && reason.name === "Error" ? `: ${reason.message}` : "";
    const sentence = isTime ? reason.message : `the caller gave up before an answer came${why}`;
    return new NetworkError({ call, reason: sentence }, isTime ? "ETIMEDOUT" : "ABORT_ERR", { cause: reason });
  }
}

function noTurn(call: Call, waitedMs: number): RateError {
  const reason = `no turn came within ${Math.round(waitedMs / 1_000)} s`;
  const hint = "The server's rate limit holds calls up: ask for less, or send what nobody waits for in the lane `bulk`";
  return new RateError({ call, reason, hint }, waitedMs);
}
