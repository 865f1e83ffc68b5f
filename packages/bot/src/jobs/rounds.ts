/** What is done again and again while the bot runs: looking for sessions that expired, and the like. Nothing that a user plans. */
import type { Clock, Timer } from "@matterwright/clock";
import { type Log, errorFacts } from "../log/log.ts";

interface Round {
  readonly periodMs: number;
  readonly act: () => Promise<void>;
  timer: Timer | undefined;
}

export class Rounds {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #rounds = new Set<Round>();
  #isOpen = false;

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Does something this long after the last time has ended. One time that fails is logged, and the next comes all the same. */
  add(periodMs: number, act: () => Promise<void>): () => void {
    const round: Round = { periodMs, act, timer: undefined };
    this.#rounds.add(round);
    if (this.#isOpen) this.#plan(round);
    return () => {
      this.#rounds.delete(round);
      round.timer?.cancel();
    };
  }

  open(): void {
    this.#isOpen = true;
    for (const round of this.#rounds) this.#plan(round);
  }

  close(): void {
    this.#isOpen = false;
    for (const round of this.#rounds) round.timer?.cancel();
  }

  #plan(round: Round): void {
    round.timer = this.#clock.after(round.periodMs, () => void this.#go(round));
  }

  async #go(round: Round): Promise<void> {
    try {
      await round.act();
    } catch (error) {
      // What the end of the bot has broken off is no failure.
      if (!this.#isOpen) return;
      this.#log.error({ error: errorFacts(error) }, "something that is done from time to time failed");
    }
    if (this.#isOpen && this.#rounds.has(round)) this.#plan(round);
  }
}
