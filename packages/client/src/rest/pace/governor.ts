/** Runs the pace machine on a clock: the pace of one process. Made once for each server by `sharedPace`. */
import type { Clock, Timer } from "@matterwright/clock";
import type { HttpResponse } from "../../transport.ts";
import { factsOf } from "./facts.ts";
import { type PaceInput, PaceMachine } from "./machine.ts";
import type { Pace, Turn, TurnRequest } from "./pace.ts";

export interface GovernorOptions {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
}

export class Governor implements Pace {
  readonly clock: Clock;
  readonly random: () => number;
  readonly #machine = new PaceMachine();
  readonly #waiting = new Map<number, () => void>();
  #lastCall = 0;
  #timer: Timer | undefined;
  #wakeAtMs: number | undefined;

  constructor({ clock, random }: GovernorOptions) {
    this.clock = clock;
    this.random = random;
  }

  turn({ lane, after, untilMs, signal }: TurnRequest): Turn | Promise<Turn | undefined> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    const call = after instanceof CallTurn ? after.call : ++this.#lastCall;
    const turn = new CallTurn(call, (answer) => this.#ended(call, answer));
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
      const timer = Number.isFinite(untilMs) ? this.clock.after(untilMs - this.clock.now(), late) : undefined;
      signal?.addEventListener("abort", abort, { once: true });
      this.#waiting.set(call, () => {
        done();
        resolve(turn);
      });
    });
  }

  #ended(call: number, answer: Pick<HttpResponse, "status" | "headers"> | undefined): void {
    this.#step(answer === undefined ? { kind: "ended", call } : { kind: "ended", call, answer: factsOf(answer) });
  }

  #step(input: PaceInput): readonly number[] {
    const { granted, wakeAtMs } = this.#machine.step(this.clock.now(), input);
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
    this.#timer = this.clock.after(wakeAtMs - this.clock.now(), () => {
      this.#wakeAtMs = undefined;
      this.#step({ kind: "timer" });
    });
  }
}

class CallTurn implements Turn {
  readonly call: number;
  readonly #ended: (answer?: Pick<HttpResponse, "status" | "headers">) => void;

  constructor(call: number, ended: (answer?: Pick<HttpResponse, "status" | "headers">) => void) {
    this.call = call;
    this.#ended = ended;
  }

  end(answer?: Pick<HttpResponse, "status" | "headers">): void {
    this.#ended(answer);
  }
}
