/** Writes down how far everything was handled, and what became of it, from time to time and at the end. Called by the engine. */
import type { Replica } from "../lease/replica.ts";
import { type Log, errorFacts } from "../log/log.ts";
import type { Journal } from "../source/gap/journal.ts";
import type { TraceKeeper } from "./trace-keeper.ts";

/** Never rejects: the next time tries again. */
export async function flush([journal, keeper]: [Journal, TraceKeeper], replica: Replica, log: Log): Promise<void> {
  await keeper.flush();
  if (!replica.leads) return;
  try {
    await journal.flush(replica.durable);
  } catch (error) {
    log.error({ error: errorFacts(error) }, "how far everything was handled could not be written down");
  }
}
