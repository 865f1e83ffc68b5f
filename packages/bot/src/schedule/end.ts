/** Writes down how a run ended: in the transaction that ends its job, together with what its handler wrote. */
import type { UnixMs } from "@matterwright/protocol";
import type { Transaction } from "../store/transaction.ts";
import type { Entry } from "./entry.ts";
import { startQueued } from "./start.ts";
import { type PastRun, remember, stateKey } from "./state.ts";

export interface Ended {
  /** The job's id. */
  readonly job: string;
  readonly past: PastRun;
  /** In a row, with this one. */
  readonly failures: number;
}

export async function writeEnd(tx: Transaction, entry: Entry, { job, past, failures }: Ended): Promise<void> {
  const key = stateKey(entry.name);
  const state = await key.get(tx.store);
  if (state === undefined) return;
  const active = state.active.filter((each) => each.job !== job);
  const ended = remember({ ...state, active, failures, notBefore: notBefore(entry, failures, past.planned) }, past);
  await key.set(tx.store, await startQueued(tx.jobs, entry, ended));
}

/** After one failure one time is left out, after two three, and so on. */
function notBefore({ timetable, backOffMs }: Entry, failures: number, planned: UnixMs): UnixMs | undefined {
  if (backOffMs === 0 || failures === 0) return undefined;
  const distanceMs = (timetable.after(planned, planned) ?? planned) - planned;
  return planned + Math.min(distanceMs * 2 ** Math.min(failures, 40), Math.max(backOffMs, distanceMs));
}
