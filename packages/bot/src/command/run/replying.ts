/** What commands need of the context that they run in. Every context has it; a test needs no more. */
import type { Lookup } from "../../context/finder.ts";

export interface Replying {
  reply(message: string, options?: object): Promise<unknown>;
  /** Looks up what arguments name, for the person who called. */
  readonly find?: Lookup;
}
