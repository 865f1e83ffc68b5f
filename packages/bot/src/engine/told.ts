/**
 * Updates that are over although that could not be written down: whoever asked was told that it was not done, so nobody does it later.
 * It is tried again until it is written, by whichever process. Used by `decisions.ts`.
 */
import type { Clock, Timer } from "@matterwright/clock";
import { DoneBefore } from "../lease/done.ts";
import { type Log, errorFacts } from "../log/log.ts";
import type { Durable } from "../store/durable.ts";
import { FencedError } from "../store/errors.ts";
import type { Transaction } from "../store/transaction.ts";

/** Writes that an update is over. */
export type Mark = (tx: Transaction) => Promise<unknown>;

const AGAIN_AFTER_MS = 1_000;
const MOST = 10_000;

export interface ToldParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly durable: Pick<Durable, "transaction">;
  /** Aborted when the bot has stopped. */
  readonly over: AbortSignal;
}

export class Told {
  readonly #parts: ToldParts;
  readonly #marks = new Map<string, Mark>();
  #timer: Timer | undefined;

  constructor(parts: ToldParts) {
    this.#parts = parts;
    parts.over.addEventListener("abort", () => this.#timer?.cancel(), { once: true });
  }

  /** Whether somebody was told that the update of this key was not done. */
  has(key: string): boolean {
    return this.#marks.has(key);
  }

  /** Writes it down now, or later. Never rejects. */
  async add(key: string, mark: Mark): Promise<void> {
    const trouble = await this.#trouble(mark);
    if (trouble === undefined) return;
    this.#parts.log.error({ error: errorFacts(trouble) }, "that an update was handled could not be written down");
    if (this.#marks.size >= MOST) this.#marks.clear();
    this.#marks.set(key, mark);
    this.#plan();
  }

  #plan(): void {
    if (this.#parts.over.aborted) return;
    this.#timer ??= this.#parts.clock.after(AGAIN_AFTER_MS, () => void this.#again());
  }

  async #again(): Promise<void> {
    for (const [key, mark] of this.#marks) {
      // What keeps one of them from being written keeps them all.
      if ((await this.#trouble(mark)) !== undefined) break;
      this.#marks.delete(key);
    }
    this.#timer = undefined;
    if (this.#marks.size > 0) this.#plan();
  }

  /** It needs no lease: also a process that leads no more keeps the others from doing what it has refused. */
  async #trouble(mark: Mark): Promise<unknown> {
    try {
      await this.#parts.durable.transaction(mark);
      return undefined;
    } catch (error) {
      return error instanceof DoneBefore || error instanceof FencedError ? undefined : error;
    }
  }
}
