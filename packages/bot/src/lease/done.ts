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

/** @param key what names the update in every process. @throws FencedError when somebody else has done it. */
export async function markDone(store: Store, key: string): Promise<void> {
  try {
    await store.set(PREFIX + key, 1, { ttlMs: KEPT_MS, ifVersion: 0 });
  } catch (error) {
    if (error instanceof ConflictError) throw new FencedError(key);
    throw error;
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
