/**
 * The post that tells whoever asked for a run how far it is: changed while it runs, seldom and seldomer, and when it is over. Made for
 * one run; what cannot be told is left out.
 */
import { type Context, type Log, type Workplace, code, errorFacts, inWords, inert } from "matterwright";
import type { AskedRun } from "./asked.ts";

/** First after so long, then after twice as long, and so on. */
const FIRST_MS = 5_000;
const LONGEST_MS = 300_000;
/** News is not told more often. */
const NEWS_MS = 2_000;
/** Whoever waited so long looks elsewhere, and is told by a new post. */
const LONG_MS = 60_000;
const NEWS_MAX_CHARACTERS = 200;

export interface StatusParts {
  readonly task: string;
  readonly ctx: Context<"tick">;
  readonly clock: Workplace["clock"];
  readonly log: Log;
  readonly asked: AskedRun;
}

export class Status {
  readonly #parts: StatusParts;
  readonly #startedMs: number;
  #news = "";
  #timer: { cancel(): void } | undefined;
  #pauseMs = FIRST_MS;
  #shownMs = -Infinity;
  #writing: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(parts: StatusParts) {
    this.#parts = parts;
    this.#startedMs = parts.clock.now();
    this.#plan(FIRST_MS);
  }

  progress(text: string): void {
    this.#news = text.replaceAll(/\s+/g, " ").slice(0, NEWS_MAX_CHARACTERS);
    this.#plan(Math.max(0, this.#shownMs + NEWS_MS - this.#parts.clock.now()));
  }

  /** @param sentence how it ended, with `%` for how long it took */
  async end(sentence: string): Promise<void> {
    this.#isOver = true;
    this.#timer?.cancel();
    const { asked, ctx } = this.#parts;
    const tookMs = this.#tookMs;
    const text = sentence.replace("%", inWords(tookMs));
    await this.#writing;
    await this.#show(text);
    if (asked.statusId !== undefined && tookMs < LONG_MS) return;
    await this.#quietly(
      async () => void (await ctx.to(asked.channelId, { thread: asked.rootId }).post(text, { durable: false })),
    );
  }

  get #tookMs(): number {
    return this.#parts.clock.now() - this.#startedMs;
  }

  #plan(inMs: number): void {
    if (this.#isOver) return;
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.after(inMs, () => {
      this.#shownMs = this.#parts.clock.now();
      const news = this.#news === "" ? "" : `: ${inert(this.#news)}`;
      const text = `:hourglass_flowing_sand: ${code(this.#parts.task)} has been running for ${inWords(this.#tookMs)}${news}`;
      this.#writing = this.#writing.then(() => this.#show(text));
      this.#plan(this.#pauseMs);
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_MS);
    });
  }

  async #show(message: string): Promise<void> {
    const { ctx, asked } = this.#parts;
    const { statusId } = asked;
    if (statusId === undefined) return;
    await this.#quietly(async () => void (await ctx.rest.posts.patch(statusId, { message })));
  }

  async #quietly(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#parts.log.warn({ task: this.#parts.task, error: errorFacts(error) }, "how far a task is could not be told");
    }
  }
}
