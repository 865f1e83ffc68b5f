/**
 * What a run says: its messages go where they are meant to go, and are counted and remembered. Made for one run.
 */
import { type Context, UserError } from "matterwright";
import { MESSAGES_MAX } from "../program/limits.ts";
import type { Message } from "../task.ts";

/** So much of it is remembered. */
const OUTPUT_KEPT_CHARACTERS = 4_000;

export interface VoiceParts {
  readonly ctx: Context<"tick">;
  readonly signal: AbortSignal;
  /** Where messages go that name no channel; nowhere when there is none. */
  readonly place: { readonly channel: string; readonly thread: string } | undefined;
}

export class Voice {
  readonly #parts: VoiceParts;
  #output = "";
  #messages = 0;
  #unheard = 0;

  constructor(parts: VoiceParts) {
    this.#parts = parts;
  }

  /** The beginning of what was said. */
  get output(): string {
    return this.#output;
  }

  /** Messages that were written. */
  get messages(): number {
    return this.#messages;
  }

  /** What was odd. */
  get notes(): string[] {
    if (this.#unheard === 0) return [];
    return [
      "what it said was written nowhere: give it a `channel` in the scheduler file, or the bot a BOT_LOG_CHANNEL_ID",
    ];
  }

  /** Writes a message. @throws UserError, CallError. */
  async say({ text, channel, thread, options = {} }: Message): Promise<void> {
    const { ctx, signal, place } = this.#parts;
    signal.throwIfAborted();
    if (this.#output.length < OUTPUT_KEPT_CHARACTERS)
      this.#output = `${this.#output}${text}\n`.slice(0, OUTPUT_KEPT_CHARACTERS);
    const target = channel === undefined ? place : { channel, thread: thread ?? "" };
    if (target === undefined) {
      this.#unheard++;
      return;
    }
    if (this.#messages >= MESSAGES_MAX)
      throw new UserError(`a run may write ${MESSAGES_MAX} messages, and this was one more`);
    this.#messages++;
    await ctx.to(target.channel, { thread: thread ?? target.thread }).post(text, { ...options, durable: false });
  }
}
