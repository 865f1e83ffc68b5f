/**
 * What an author writes in the thread in which replies are gathered: it goes, once, into the thread of the reply that it answers. An answer
 * that may be meant for several is kept and asked about. Its edits and its deletion follow it.
 */
import { type Context, type PluginScope, inert } from "matterwright";
import type { Target } from "../broadcast.ts";
import type { BroadcastDesk } from "../broadcasts.ts";
import type { Book } from "../store/book.ts";
import { type Addressed, readAddressed } from "./addressed.ts";
import { type Held, type Reply, type Thread, repliesOf, replyKeys } from "./records.ts";
import { answerHead, toWhom } from "./said.ts";

export interface AnsweringParts {
  readonly bot: Pick<PluginScope, "store" | "storeIn">;
  readonly book: Pick<Book, "get">;
  readonly broadcasts: BroadcastDesk;
  /** Whether somebody's `@all`, `@channel` and `@here` notify. */
  readonly mayMention: (ctx: Context<"post">) => Promise<boolean>;
}

/** An answer, and all that it needs. */
interface Answer {
  readonly ctx: Context<"post">;
  readonly id: string;
  readonly thread: Thread;
  readonly written: Held;
}

export class Answering {
  readonly #parts: AnsweringParts;

  constructor(parts: AnsweringParts) {
    this.#parts = parts;
  }

  /** Whether a post stands in such a thread, and so was taken. */
  async isIn(post: { readonly root_id: string }): Promise<boolean> {
    return post.root_id !== "" && (await replyKeys.ofThread(post.root_id).get(this.#parts.bot.store)) !== undefined;
  }

  async hear(ctx: Context<"post">): Promise<boolean> {
    const { bot } = this.#parts;
    const { post } = ctx;
    if (post.root_id === "" || ctx.update.author !== "person") return false;
    const id = await replyKeys.ofThread(post.root_id).get(bot.store);
    const thread = id === undefined ? undefined : await replyKeys.thread(id).get(bot.store);
    if (id === undefined || thread === undefined) return false;
    const addressed = readAddressed(post.message);
    const written = { text: addressed.text, fileIds: [...(post.file_ids ?? [])], postId: post.id };
    await this.#take({ ctx, id, thread, written }, addressed);
    return true;
  }

  async #take(answer: Answer, { numbers }: Addressed): Promise<void> {
    const { ctx, id, thread, written } = answer;
    const open = await this.#open(id, thread.told);
    const isEmpty = written.text === "" && written.fileIds.length === 0;
    const held = isEmpty ? await replyKeys.held(id).get(this.#parts.bot.store) : undefined;
    const chosen =
      numbers.length === 0 && open.length === 1 ? open : await repliesOf(this.#parts.bot.store, id, numbers);
    const missing = numbers.find((number) => !chosen.some((reply) => reply.number === number));
    if (missing !== undefined)
      return this.#say(ctx, `There is no #${missing} here: the last is #${Math.min(thread.told, thread.last)}.`);
    if (chosen.length === 0) return this.#hold(answer, open);
    const sent = held ?? written;
    if (isEmpty && held === undefined)
      return this.#say(ctx, `Write your answer behind the number: \`#${chosen[0]?.number ?? 1} your answer\`.`);
    await this.#send({ ...answer, written: sent }, chosen);
  }

  async #send({ ctx, id, written }: Answer, chosen: readonly Reply[]): Promise<void> {
    const { broadcasts, mayMention, bot } = this.#parts;
    const targets = chosen.map((reply): Target => ({
      channelId: reply.channelId,
      rootId: reply.rootId,
      name: reply.where,
      why: `#${reply.number}`,
      frame: { header: answerHead(ctx.user.username, reply) },
    }));
    await broadcasts.start(
      {
        text: written.text,
        fileIds: written.fileIds,
        authorId: ctx.user.id,
        sourcePostId: written.postId,
        isQuiet: !(await mayMention(ctx)),
        serves: { id, as: "answer", threadId: ctx.post.root_id },
      },
      targets,
      { key: `answer/${written.postId}/${chosen.map(({ number }) => number).join(",")}`, tellIn: ctx.channelId },
    );
    ctx.write((tx) => replyKeys.held(id).delete(bot.storeIn(tx)));
  }

  /** Nothing that was written is lost while it is not known to whom it goes. */
  async #hold({ ctx, id, written }: Answer, open: readonly Reply[]): Promise<void> {
    const { bot } = this.#parts;
    if (written.text !== "" || written.fileIds.length > 0)
      ctx.write((tx) => replyKeys.held(id).set(bot.storeIn(tx), written));
    await this.#say(ctx, toWhom(open));
  }

  /** The author has changed an answer: it is changed where it went. Whether it was one. */
  async edited(ctx: Context<"edit">): Promise<boolean> {
    const { broadcasts } = this.#parts;
    const sent = await this.#sentFrom(ctx.post.id);
    if (sent === undefined) return false;
    const { text } = readAddressed(ctx.post.message);
    if (text !== "" && text !== sent.draft.text && sent.recalled === undefined) await broadcasts.edit(sent.id, text);
    return true;
  }

  /** The author has deleted an answer: it goes where it went too. */
  async deleted(ctx: Context<"delete">): Promise<boolean> {
    const sent = await this.#sentFrom(ctx.post.id);
    if (sent === undefined) return false;
    if (sent.recalled === undefined) await this.#parts.broadcasts.recall(sent.id, "delete");
    return true;
  }

  async #sentFrom(postId: string): Promise<Awaited<ReturnType<BroadcastDesk["ofSource"]>>> {
    const sent = await this.#parts.broadcasts.ofSource(postId);
    return sent?.draft.serves?.as === "answer" ? sent : undefined;
  }

  /** The newest reply of each thread in which somebody has answered, the newest first. */
  async #open(id: string, told: number): Promise<Reply[]> {
    const found = new Map<string, Reply>();
    for (let number = told; number > 0; number--) {
      const reply = await replyKeys.reply(id, number).get(this.#parts.bot.store);
      if (reply !== undefined && !found.has(reply.rootId)) found.set(reply.rootId, reply);
    }
    return [...found.values()];
  }

  async #say(ctx: Context<"post">, text: string): Promise<void> {
    await ctx.replyInThread(inert(text));
  }
}
