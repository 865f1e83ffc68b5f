/**
 * Hears what people answer in the threads of copies, what they change of it and take back, and writes it down; a job tells the author. What
 * was said while the bot was away is heard afterwards. Bots are not heard, so that nothing goes in circles.
 */
import { type Context, type JobKind, type PluginScope, errorFacts } from "matterwright";
import type { Book, Entry } from "../store/book.ts";
import type { DeliveryRecord } from "../store/records.ts";
import { type Reply, noThread, replyKeys } from "./records.ts";
import { MOST_TOLD } from "./said.ts";

/** What is said within this is told together. */
const TOGETHER_MS = 5_000;
/** Of more than is passed on, how many there are is told so often. */
const COUNTED_EVERY_MS = 60_000;
const TEXT_CHARACTERS = 4_000;

export interface GatheringParts {
  readonly bot: Pick<PluginScope, "store" | "storeIn" | "log">;
  readonly book: Book;
  readonly telling: JobKind<Telling>;
}

/** What the job has to do: tell what is new, or show a reply as it is now. */
export interface Telling {
  readonly id: string;
  readonly changed?: number | undefined;
}

export class Gathering {
  readonly #parts: GatheringParts;

  constructor(parts: GatheringParts) {
    this.#parts = parts;
  }

  /** Whether a post is a reply to a copy, for its author. */
  async hear(ctx: Context<"post">): Promise<boolean> {
    const { post } = ctx;
    if (post.root_id === "" || ctx.update.author !== "person") return false;
    const copy = await this.#parts.book.ofCopy(post.root_id);
    const entry = copy && (await this.#meant(copy.entry));
    if (copy === undefined || entry === undefined) return false;
    const { record } = entry;
    const { tellIn, draft, keeperId = draft.authorId } = record;
    if (tellIn === undefined || keeperId === ctx.user.id) return false;
    this.#write(ctx, record.id, replyOf(ctx, copy.delivery));
    if (ctx.isDirect) await this.#receipt(ctx);
    return true;
  }

  /** Whether an edit was of a reply. */
  async edited(ctx: Context<"edit">): Promise<boolean> {
    const { post } = ctx;
    return this.#change(ctx, (reply) =>
      reply.text === textOf(post) ? undefined : { ...reply, text: textOf(post), isEdited: true },
    );
  }

  async deleted(ctx: Context<"delete">): Promise<boolean> {
    return this.#change(ctx, (reply) => ({ ...reply, isGone: true }));
  }

  /** What is said to a reminder is said to what it reminds of. */
  async #meant(entry: Entry): Promise<Entry | undefined> {
    const { serves } = entry.record.draft;
    if (serves === undefined) return entry;
    return serves.as === "reminder" ? this.#parts.book.get(serves.id) : undefined;
  }

  #write(ctx: Context<"post">, id: string, said: Omit<Reply, "number">): void {
    const { bot, telling } = this.#parts;
    const now = ctx.now.getTime();
    ctx.write(async (tx) => {
      const store = bot.storeIn(tx);
      if ((await replyKeys.ofPost(said.postId).get(store)) !== undefined) return;
      const thread = (await replyKeys.thread(id).get(store)) ?? noThread();
      const number = thread.last + 1;
      await replyKeys.thread(id).set(store, { ...thread, last: number });
      await replyKeys.reply(id, number).set(store, { ...said, number });
      await replyKeys.ofPost(said.postId).set(store, { id, number });
      const at = Math.max(now, thread.toldAt + (number > MOST_TOLD ? COUNTED_EVERY_MS : TOGETHER_MS));
      await telling.addTo(tx.jobs, { id }, { at: new Date(at) });
    });
  }

  async #change(ctx: Context<"edit" | "delete">, change: (reply: Reply) => Reply | undefined): Promise<boolean> {
    const { bot, telling } = this.#parts;
    const spot = await replyKeys.ofPost(ctx.post.id).get(bot.store);
    if (spot === undefined) return false;
    const { id, number } = spot;
    ctx.write(async (tx) => {
      const store = bot.storeIn(tx);
      const before = await replyKeys.reply(id, number).get(store);
      const after = before && change(before);
      if (after === undefined) return;
      await replyKeys.reply(id, number).set(store, after);
      await telling.addTo(tx.jobs, { id, changed: number });
    });
    return true;
  }

  /** Who answers the bot directly sees that it goes on to somebody. */
  async #receipt(ctx: Context<"post">): Promise<void> {
    try {
      await ctx.react("incoming_envelope");
    } catch (error) {
      this.#parts.bot.log.warn({ post: ctx.post.id, error: errorFacts(error) }, "a reply could not be marked");
    }
  }
}

function replyOf({ post, user, channelId }: Context<"post">, { name, userId }: DeliveryRecord): Omit<Reply, "number"> {
  return {
    postId: post.id,
    rootId: post.root_id,
    channelId,
    where: name,
    isPerson: userId !== undefined,
    by: { id: user.id, username: user.username },
    text: textOf(post),
    files: (post.metadata?.files ?? []).map(({ name: file }) => file),
    isEdited: false,
    isGone: false,
  };
}

function textOf({ message }: { readonly message: string }): string {
  return [...message].slice(0, TEXT_CHARACTERS).join("");
}
