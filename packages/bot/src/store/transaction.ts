/** What can be written together. */
import type { JobQueue } from "./jobs.ts";
import type { Outbox } from "./outbox.ts";
import type { Store } from "./store.ts";

/** What a transaction can do. Valid until the transaction ends. */
export interface Transaction {
  readonly store: Store;
  readonly outbox: Pick<Outbox, "add" | "settle" | "retry" | "drop">;
  readonly jobs: JobQueue;
}
