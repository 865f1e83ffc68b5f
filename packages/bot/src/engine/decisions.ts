/**
 * How what a handler decided is written down: in one transaction with the mark that the update was handled, and once, also when the
 * answer of the database was lost. Whether an update is this process's to handle is decided here, too. Called by `handling.ts`.
 */
import { type Clock, sleep } from "@matterwright/clock";
import { DoneBefore, markDone } from "../lease/done.ts";
import type { Replica } from "../lease/replica.ts";
import type { Log } from "../log/log.ts";
import type { Journal } from "../source/gap/journal.ts";
import { keyOf } from "../source/key.ts";
import type { Durable, TransactionOptions } from "../store/durable.ts";
import { StoreUnavailableError } from "../store/errors.ts";
import { Together } from "../store/together.ts";
import type { UnitOfWork } from "../store/unit.ts";
import type { Update } from "../update/update.ts";
import { type Mark, Told } from "./told.ts";

/** A database that is away is asked again for so long before a person is told that it was not done. */
const PATIENCE_MS = 2_000;
/** Where nobody knows, longer: until the lead is lost, and whoever leads then finds out. */
const UNSURE_PATIENCE_MS = 30_000;
const PAUSE_MS = 200;

export interface DecisionsParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly durable: Durable;
  readonly journal: Journal;
  readonly replica: Replica;
  /** Aborted when the bot has stopped. */
  readonly over: AbortSignal;
}

/** An update that is this process's to handle. */
export interface Claim {
  /** What has to be held until everything is written. */
  readonly fencing: TransactionOptions;
  /** Writes what a handler decided, and, when somebody handled it, that it is over. @throws what the engine throws. */
  write(unit: UnitOfWork, isHandled: boolean): Promise<void>;
  /** Writes down that it is over although it failed: whoever was told so need not be told again. Never rejects. */
  close(): Promise<void>;
}

export class Decisions {
  readonly #parts: DecisionsParts;
  readonly #told: Told;
  readonly #together: Together;
  #claims = 0;

  constructor(parts: DecisionsParts) {
    this.#parts = parts;
    this.#told = new Told(parts);
    this.#together = new Together(parts.durable);
  }

  /** Nothing when another process leads and has heard it as well, or when the person was told already that it was not done. */
  claim(update: Update): Claim | undefined {
    const { replica, journal, random } = this.#parts;
    const key = keyOf(update);
    // What only this process has heard is its own to do, whoever leads.
    if (key !== undefined && !replica.leads) return undefined;
    const fencing = key === undefined ? {} : replica.fencing();
    const by = `${++this.#claims} ${random().toString(36).slice(2)}`;
    const mark = replica.isShared ? markForAll(key, by) : (): Mark | undefined => journal.mark(update);
    if (key !== undefined && this.#told.has(key)) return undefined;
    const close = async (): Promise<void> => {
      const over = mark();
      if (key !== undefined && over !== undefined) await this.#told.add(key, over);
    };
    const write: Claim["write"] = async (unit, isHandled) => {
      // Nobody asks whether it is over for something that only this process has heard, and that has nothing to write.
      if (key === undefined && unit.isEmpty) return;
      await this.#write(unit, isHandled ? mark() : undefined, fencing);
    };
    return { fencing, close, write };
  }

  /** Writes what was decided about an update that was over before and was handed in again. @throws what the engine throws. */
  writeAgain(unit: UnitOfWork): Promise<void> {
    return this.#write(unit, undefined, {});
  }

  async #write(unit: UnitOfWork, mark: Mark | undefined, fencing: TransactionOptions): Promise<void> {
    const { durable, clock, replica } = this.#parts;
    // A mark alone may wait for others.
    if (mark !== undefined && unit.isEmpty && !replica.isShared) return this.#together.write(mark);
    if (mark !== undefined) unit.addFirst(async (tx) => void (await mark(tx)));
    if (unit.isEmpty) return;
    const beganMs = clock.now();
    for (let patienceMs = PATIENCE_MS; ;) {
      try {
        return await durable.transaction((tx) => unit.writeAll(tx), fencing);
      } catch (error) {
        if (error instanceof DoneBefore) return;
        // Without a mark nobody could tell whether the last try has worked after all.
        const mayTryAgain = replica.isShared && mark !== undefined && error instanceof StoreUnavailableError;
        if (!mayTryAgain) throw error;
        if (!error.isSure) patienceMs = UNSURE_PATIENCE_MS;
        if (clock.now() - beganMs >= patienceMs) throw error;
      }
      await sleep(clock, PAUSE_MS);
    }
  }
}

/** What tells every process that an update is over, and this one whether it was written: the same whenever this handling of it asks. */
function markForAll(key: string | undefined, by: string): () => Mark {
  return () => (tx) => markDone(tx.store, key ?? `once ${by}`, by);
}
