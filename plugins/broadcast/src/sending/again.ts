/**
 * What the jobs of this plugin do about work that could not go on: it is done again a little later, however often the store could not be used;
 * what nobody foresaw may pass as well, and is not tried for ever.
 */
import { type Context, RunAgain, StoreError } from "matterwright";

export interface Patience {
  readonly pauseMs: number;
  /** Runs that end with what nobody foresaw. */
  readonly mostTries: number;
  readonly now: () => number;
  /** Says that it stands still. */
  readonly tell?: (error: unknown) => void;
}

/** @throws RunAgain when it has to go on later. */
export async function orAgain(ctx: Context<"tick">, patience: Patience, work: () => Promise<void>): Promise<void> {
  const { pauseMs, mostTries, now, tell } = patience;
  try {
    await work();
  } catch (error) {
    if (error instanceof RunAgain) throw error;
    if (!(error instanceof StoreError) && ctx.update.job.attempt >= mostTries) throw error;
    tell?.(error);
    throw new RunAgain("it could not go on", now() + pauseMs);
  }
}
