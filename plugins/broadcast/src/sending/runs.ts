/**
 * Runs of broadcasts in this process: one of a broadcast at a time, the newest. A run that somebody has overtaken stops, and the next one begins
 * when it has ended; one that could not go on is tried again. What a run does is in `run.ts`.
 */
import { type Context, type JobKind, RunAgain, errorFacts, job, z } from "matterwright";
import type { Wish } from "../store/book.ts";
import { orAgain } from "./again.ts";
import { PAUSE_MS, Run, type RunParts } from "./run.ts";

/** Broadcasts that are sent at the same time. */
const AT_ONCE = 8;
/** Runs that end with what nobody foresaw. */
const MOST_TRIES = 20;

const wish = z.object({ id: z.string(), run: z.number(), at: z.number().optional() });

export const runKind = (runs: {
  readonly run: (ctx: Context<"tick">, wanted: Wish) => Promise<void>;
}): JobKind<z.output<typeof wish>> =>
  job("broadcast.run", wish, (ctx, { id, run }) => runs.run(ctx, { id, run }), { concurrency: AT_ONCE });

export class Runs {
  readonly #parts: RunParts;
  readonly #now = new Map<
    string,
    { readonly run: number; readonly end: AbortController; readonly over: Promise<unknown> }
  >();

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  /** Tells older runs of this process that they were overtaken: they would find out by themselves a little later. */
  overtake({ id, run }: Wish): void {
    const now = this.#now.get(id);
    if (now !== undefined && now.run < run) now.end.abort(new Error("somebody wants something else of it"));
  }

  /** Does what is left to do. One run of a broadcast at a time. @throws RunAgain. */
  async run(ctx: Context<"tick">, wanted: Wish): Promise<void> {
    for (let now = this.#now.get(wanted.id); now !== undefined; now = this.#now.get(wanted.id)) {
      if (now.run > wanted.run) return;
      this.overtake(wanted);
      await now.over;
    }
    const end = new AbortController();
    const going = this.#guarded(ctx, wanted, AbortSignal.any([ctx.update.signal, end.signal]));
    const over = going.catch(() => {}).finally(() => this.#now.delete(wanted.id));
    this.#now.set(wanted.id, { run: wanted.run, end, over });
    await going;
  }

  async #guarded(ctx: Context<"tick">, wanted: Wish, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts.workplace;
    const now = (): number => clock.now();
    const tell = (error: unknown): void =>
      ctx.log.error({ broadcast: wanted.id, error: errorFacts(error) }, "a broadcast stands still for a moment");
    await orAgain(ctx, { pauseMs: PAUSE_MS, mostTries: MOST_TRIES, now, tell }, () =>
      new Run(this.#parts, { ctx, wish: wanted, signal }).go(),
    );
    if (ctx.update.signal.aborted) throw new RunAgain("the bot stops", clock.now());
  }
}
