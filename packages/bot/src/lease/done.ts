/**
 * What several processes hear and only one may do: each update that was done leaves a mark, written together with everything else
 * that it wrote. Whoever comes second finds the mark, and nothing of what it did is written.
 */
import { ConflictError, FencedError } from "../store/errors.ts";
import type { Store } from "../store/store.ts";

const PREFIX = "matterwright/done/";
/** Longer than a leader is late in writing down how far it has come, and than any handler takes. */
const KEPT_MS = 900_000;
const SWEPT_AT_ONCE = 500;

/** This very handling of an update has been written down already: only the answer of the database was lost. */
export class DoneBefore extends Error {
  override name = "DoneBefore";
}

/**
 * @param key what names the update in every process
 * @param by names this handling of it
 * @throws FencedError when somebody else has done it; DoneBefore when it was this handling.
 */
export async function markDone(store: Store, key: string, by: string): Promise<void> {
  try {
    await store.set(PREFIX + key, by, { ttlMs: KEPT_MS, ifVersion: 0 });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    throw (await store.get(PREFIX + key)) === by ? new DoneBefore() : new FencedError(key);
  }
}

/** The keys of everything that was done of late. */
export async function doneKeys(store: Store): Promise<ReadonlySet<string>> {
  return new Set((await store.keys(PREFIX)).map((name) => name.slice(PREFIX.length)));
}

/** Removes marks that nobody needs any more. */
export async function sweep(store: Store): Promise<void> {
  while ((await store.takeExpired(PREFIX, SWEPT_AT_ONCE)).length === SWEPT_AT_ONCE);
}
