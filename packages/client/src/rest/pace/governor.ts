/** Runs the pace machine on a clock, for all calls that a server counts together. `ServerPace` says which these are. */
import type { Clock, Timer } from "@matterwright/clock";
import type { HttpResponse } from "../../transport.ts";
import { type AnswerFacts, factsOf } from "./facts.ts";
import { type PaceInput, PaceMachine } from "./machine.ts";
import type { Turn, TurnRequest } from "./pace.ts";

export interface GovernorOptions {
  readonly clock: Clock;
  /** Told of every answer. */
  readonly heard: (facts: AnswerFacts) => void;
}

export class Governor {
  readonly #clock: Clock;
  readonly #heard: (facts: AnswerFacts) => void;
  readonly #machine = new PaceMachine();
  readonly #waiting = new Map<number, () => void>();
  #lastCall = 0;
  #timer: Timer | undefined;
  #wakeAtMs: number | undefined;

  constructor({ clock, heard }: GovernorOptions) {
    this.#clock = clock;
    this.#heard = heard;
  }

  /** As `Pace` says. */
  turn({ lane, after, untilMs, signal }: Omit<TurnRequest, "account">): Turn | Promise<Turn | undefined> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    const isBack = after instanceof CallTurn && after.governor === this;
    const call = isBack ? after.call : ++this.#lastCall;
    const turn = new CallTurn(this, call, (answer) => this.#ended(call, answer));
    if (this.#step({ kind: "asked", call, lane }).includes(call)) return turn;
    return new Promise((resolve, reject) => {
      const done = (): void => {
        this.#waiting.delete(call);
        timer?.cancel();
        signal?.removeEventListener("abort", abort);
      };
      const leave = (): void => {
        done();
        this.#step({ kind: "left", call, lane });
      };
      const abort = (): void => {
        leave();
        reject(signal?.reason as Error);
      };
      const late = (): void => {
        leave();
        resolve(undefined);
      };
      const timer = Number.isFinite(untilMs) ? this.#clock.after(untilMs - this.#clock.now(), late) : undefined;
      signal?.addEventListener("abort", abort, { once: true });
      this.#waiting.set(call, () => {
        done();
        resolve(turn);
      });
    });
  }

  #ended(call: number, answer: Pick<HttpResponse, "status" | "headers"> | undefined): void {
    const facts = answer && factsOf(answer);
    this.#step(facts === undefined ? { kind: "ended", call } : { kind: "ended", call, answer: facts });
    if (facts !== undefined) this.#heard(facts);
  }

  #step(input: PaceInput): readonly number[] {
    const { granted, wakeAtMs } = this.#machine.step(this.#clock.now(), input);
    if (wakeAtMs !== this.#wakeAtMs) this.#setTimer(wakeAtMs);
    for (const call of granted) {
      this.#waiting.get(call)?.();
    }
    return granted;
  }

  #setTimer(wakeAtMs: number | undefined): void {
    this.#timer?.cancel();
    this.#wakeAtMs = wakeAtMs;
    if (wakeAtMs === undefined) return;
    this.#timer = this.#clock.after(wakeAtMs - this.#clock.now(), () => {
      this.#wakeAtMs = undefined;
      this.#step({ kind: "timer" });
    });
  }
}

class CallTurn implements Turn {
  readonly governor: Governor;
  readonly call: number;
  readonly end: Turn["end"];

  constructor(governor: Governor, call: number, end: Turn["end"]) {
    this.governor = governor;
    this.call = call;
    this.end = end;
  }
}
