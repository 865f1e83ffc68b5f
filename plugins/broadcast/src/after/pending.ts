/**
 * The change that somebody was asked about last, so that `yes` and `no` answer it in words too. Clicks do not need it. It is forgotten when its
 * author goes on with something else: an answer belongs to the question above it.
 */
import { type Context, type PluginScope, storeKey, z } from "matterwright";

/** So long as the question itself. */
export const ASKED_MS = 3_600_000;

const question = z.object({
  /** The change. */
  wish: z.string(),
  /** Where it was asked. */
  postId: z.string(),
});

export type Asked = z.output<typeof question>;

/** By the id of who was asked. */
const asked = storeKey("asked", question, { ttlMs: ASKED_MS });

/** Does what was asked about, or leaves it. */
export type Answer = (ctx: Context<"post">, question: Asked, isYes: boolean) => Promise<void>;

export class Pending {
  readonly #bot: Pick<PluginScope, "store">;
  #answer: Answer | undefined;

  constructor(bot: Pick<PluginScope, "store">) {
    this.#bot = bot;
  }

  onAnswer(answer: Answer): void {
    this.#answer = answer;
  }

  async ask(userId: string, waiting: Asked): Promise<void> {
    await asked.at(userId).set(this.#bot.store, waiting);
  }

  /** Whether something was waiting for that word. */
  async answered(ctx: Context<"post">, isYes: boolean): Promise<boolean> {
    const key = asked.at(ctx.user.id);
    const waiting = await key.get(this.#bot.store);
    if (waiting === undefined || this.#answer === undefined) return false;
    await this.#answer(ctx, waiting, isYes);
    await key.delete(this.#bot.store);
    return true;
  }

  /** Whether there was something: it is answered by its buttons alone now. */
  leave(userId: string): Promise<boolean> {
    return asked.at(userId).delete(this.#bot.store);
  }
}
