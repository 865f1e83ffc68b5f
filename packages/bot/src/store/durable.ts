/** Everything that survives the program, as one: what is written together is there together, or not at all. */
import type { Held, Lease } from "./lease.ts";
import type { Outbox } from "./outbox.ts";
import type { Store } from "./store.ts";
import type { Transaction } from "./transaction.ts";
import type { Jobs } from "./work.ts";

export interface TransactionOptions {
  /** Refuses to write when this lease is somebody else's by now. */
  readonly fence?: Held;
}

/**
 * An engine.
 *
 * @example
 * const durable = await sqlite({ file: "data/matterwright.db", clock: systemClock });
 * const bot = new Bot({ url, token, durable });
 */
export interface Durable {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly jobs: Jobs;
  readonly lease: Lease;
  /** Whether several processes may have it open at the same time. Then one of them leads. */
  readonly isShared?: boolean;
  /**
   * Does several things as one. If `work` throws, nothing of it has happened. Transactions see each other as if one came after the
   * other; where an engine finds that two could not, it runs one of them again: `work` must do nothing but read and write `tx`.
   * Inside it, use `tx` only: the engine's own calls wait for the transaction to end.
   *
   * @throws FencedError, StoreFullError, StoreUnavailableError, and what `work` throws.
   */
  transaction<Value>(work: (tx: Transaction) => Promise<Value>, options?: TransactionOptions): Promise<Value>;
  /** What it is and where, without secrets: `memory`, `SQLite data/matterwright.db`. */
  describe(): string;
  /** Lets go of files and connections. Workers are stopped before. */
  close(): Promise<void>;
}
