/** One attempt at a run: calls the handler with a signal, and waits for it no longer than it may take. Never rejects. */
import { messageOf } from "../errors.ts";
import type { Clock } from "@matterwright/clock";
import type { Context } from "../context/context.ts";
import type { ScheduledRun } from "../install/planned.ts";
import type { Entry } from "./entry.ts";
import { entered } from "../storm/holds.ts";

/** How it ended. `left`: its handler gave up because it was told to. */
export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed" | "left"; readonly error: unknown; readonly reason: string };

export interface Attempt {
  readonly ctx: Context<"tick">;
  readonly entry: Entry;
  readonly run: Omit<ScheduledRun, "signal">;
  readonly clock: Clock;
}

export async function attempt({ ctx, entry, run, clock }: Attempt): Promise<Outcome> {
  // The bot stops, or somebody cancelled the run.
  const told = ctx.update.signal;
  const late = new AbortController();
  const over = Promise.withResolvers<Outcome>();
  const timer = clock.after(entry.timeoutMs, () => {
    const reason = `it took longer than ${entry.options.timeout ?? "1 hour"}`;
    const error = new Error(reason);
    late.abort(error);
    // Whoever does not listen is not waited for.
    over.resolve({ kind: "failed", error, reason });
  });
  const signal = AbortSignal.any([told, late.signal]);
  const handled = async (): Promise<Outcome> => {
    try {
      await entered(ctx, () => entry.handler(ctx, { ...run, signal }));
      return { kind: "done" };
    } catch (error) {
      const reason = messageOf(error);
      return { kind: told.aborted ? "left" : "failed", error, reason };
    }
  };
  try {
    return await Promise.race([handled(), over.promise]);
  } finally {
    timer.cancel();
  }
}
