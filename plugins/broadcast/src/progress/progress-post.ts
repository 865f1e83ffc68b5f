/**
 * The message that shows how far a broadcast is: posted when its first run begins, and changed at most every two seconds, and not for every
 * few targets, because each change takes a call that a target could have had. What cannot be shown is logged, and sending goes on.
 */
import { type Action, type Context, type Workplace, errorFacts } from "matterwright";
import type { Post } from "@matterwright/protocol";
import { type Entry, shownOf } from "../store/book.ts";
import type { Tally } from "../store/records.ts";
import { progressText } from "./text.ts";

/** Between two changes. */
const PERIOD_MS = 2_000;
/** Fewer are not worth a call of their own, unless nothing was shown for long. */
const TARGETS_BETWEEN = 100;
const LONGEST_MS = 10_000;
/** How long is left goes by the speed of so long. */
const SPEED_OVER_MS = 20_000;

export interface ProgressParts {
  readonly ctx: Context<"tick">;
  readonly workplace: Pick<Workplace, "clock" | "log" | "rest">;
  /** Buttons, or what to write where there are none. */
  readonly steer: (entry: Entry) => { readonly actions: readonly Action[]; readonly hint: string };
  /** Told of the post when it was made. */
  readonly posted: (postId: string) => Promise<unknown>;
}

export class ProgressPost {
  readonly #parts: ProgressParts;
  #entry: Entry;
  #post: Post | undefined;
  readonly #speed: { readonly at: number; readonly done: number }[] = [];
  #shownAt = 0;
  #shownDone = 0;
  #changing: Promise<void> | undefined;

  constructor(entry: Entry, parts: ProgressParts) {
    this.#entry = entry;
    this.#parts = parts;
  }

  /** Shows where it stands, with the buttons that fit. */
  async show(entry: Entry): Promise<void> {
    this.#entry = entry;
    await this.#changing;
    await this.#quietly(() => this.#draw());
  }

  /** Shows new counts, if it is time to. */
  count(tally: Tally): void {
    this.#entry = { ...this.#entry, tally };
    const now = this.#parts.workplace.clock.now();
    const done = this.#done;
    this.#speed.push({ at: now, done });
    while ((this.#speed[0]?.at ?? now) < now - SPEED_OVER_MS) this.#speed.shift();
    const sinceMs = now - this.#shownAt;
    const isWorthIt = done - this.#shownDone >= TARGETS_BETWEEN || sinceMs >= LONGEST_MS;
    if (this.#post === undefined || sinceMs < PERIOD_MS || !isWorthIt || this.#changing !== undefined) return;
    this.#changing = this.#quietly(() => this.#change()).finally(() => (this.#changing = undefined));
  }

  get #done(): number {
    return this.#entry.record.targets - this.#entry.tally.pending;
  }

  #text(): string {
    const { hint } = this.#parts.steer(this.#entry);
    const text = progressText(shownOf(this.#entry), this.#leftMs());
    return hint === "" ? text : `${text}\n${hint}`;
  }

  #leftMs(): number | undefined {
    const [first, last] = [this.#speed[0], this.#speed.at(-1)];
    if (first === undefined || last === undefined || last.done === first.done || last.at === first.at) return undefined;
    return (this.#entry.tally.pending * (last.at - first.at)) / (last.done - first.done);
  }

  async #draw(): Promise<void> {
    const { record } = this.#entry;
    const { ctx, workplace, steer, posted } = this.#parts;
    const isQuiet = record.isRehearsal === true || record.draft.serves !== undefined;
    if (record.tellIn === undefined || isQuiet) return;
    const { actions } = steer(this.#entry);
    if (this.#post === undefined && record.progressId !== undefined)
      this.#post = await workplace.rest.posts.get(record.progressId).catch(() => undefined);
    const text = this.#text();
    this.#mark();
    if (this.#post !== undefined) {
      this.#post = await ctx.edit(this.#post, text, { actions });
      return;
    }
    this.#post = await ctx.to(record.tellIn).post(text, { actions, durable: false });
    await posted(this.#post.id);
  }

  async #change(): Promise<void> {
    if (this.#post === undefined) return;
    this.#mark();
    await this.#parts.workplace.rest
      .with({ lane: "alerts", retryForMs: 0 })
      .posts.patch(this.#post.id, { message: this.#text() });
  }

  #mark(): void {
    this.#shownAt = this.#parts.workplace.clock.now();
    this.#shownDone = this.#done;
  }

  async #quietly(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      const { log } = this.#parts.workplace;
      log.warn(
        { broadcast: this.#entry.record.id, error: errorFacts(error) },
        "how far a broadcast is cannot be shown",
      );
    }
  }
}
