/** Who leads, of several processes on one store. A port; with one process there is one answer, but the rules are the same. */
import type { UnixMs } from "@matterwright/protocol";

/** A lease in somebody's hands. */
export interface Held {
  readonly name: string;
  /** Who holds it. */
  readonly holder: string;
  /** The fencing token: higher each time somebody takes the lease. A write under an older one is refused. */
  readonly token: number;
  /** When it runs out, by the engine's clock. */
  readonly until: UnixMs;
}

export interface Lease {
  /** Takes a lease that nobody holds, that ran out, or that is one's own already. Nothing when somebody else holds it. */
  take(wanted: { readonly name: string; readonly holder: string; readonly ttlMs: number }): Promise<Held | undefined>;
  /** Holds it longer, from now on. Nothing when it is somebody else's by now, or has run out and was taken. */
  renew(held: Held, ttlMs: number): Promise<Held | undefined>;
  /** Gives it back, so that another need not wait. */
  release(held: Held): Promise<void>;
  /** Who holds it now. */
  current(name: string): Promise<Held | undefined>;
}
