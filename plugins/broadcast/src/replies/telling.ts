/**
 * Tells an author of replies, in one thread of the direct channel: several that came together in one post, each once whatever dies when, and
 * as they are now when they were changed. Beyond a number they are only counted. Run as a job, one at a time.
 */
import {
  type Context,
  type JobKind,
  type PluginScope,
  RunAgain,
  type Store,
  type Workplace,
  job,
  z,
} from "matterwright";
import { orAgain } from "../sending/again.ts";
import { linkTo } from "../sending/copy.ts";
import type { Book, Entry } from "../store/book.ts";
import { type Reply, type Thread, noThread, repliesOf, replyKeys } from "./records.ts";
import { MOST_TOLD, repliesText, rootText } from "./said.ts";
import type { Telling as Wish } from "./gathering.ts";

/** Replies in one post, and characters of them. */
const MOST_TOGETHER = 10;
const MOST_CHARACTERS = 6_000;
const PAUSE_MS = 5_000;
const MOST_TRIES = 50;

const wish = z.object({ id: z.string(), changed: z.number().optional() });

export interface TellingParts {
  readonly book: Book;
  readonly workplace: Workplace;
  readonly bot: Pick<PluginScope, "store" | "storeIn">;
}

type Intent = Parameters<Workplace["attempt"]>[0]["intent"];

/** @param telling is known when everything is put together */
export function tellingKind(telling: () => Telling): JobKind<Wish> {
  return job("broadcast.replies", wish, (ctx, wanted) => telling().run(ctx, wanted));
}

export class Telling {
  readonly #parts: TellingParts;

  constructor(parts: TellingParts) {
    this.#parts = parts;
  }

  /** @throws RunAgain. */
  async run(ctx: Context<"tick">, { id, changed }: Wish): Promise<void> {
    const now = (): number => this.#now();
    await orAgain(ctx, { pauseMs: PAUSE_MS, mostTries: MOST_TRIES, now }, async () => {
      const entry = await this.#parts.book.get(id);
      if (changed === undefined) await this.#tell(entry);
      else await this.#show(entry, changed);
    });
  }

  async #tell(entry: Entry): Promise<void> {
    const { id } = entry.record;
    let thread = await this.#thread(id);
    if (thread.rootId === "") thread = await this.#opened(entry, thread);
    while (thread.told < Math.min(thread.last, MOST_TOLD)) thread = await this.#toldOn(entry, thread);
    if (thread.last > MOST_TOLD && thread.last > thread.counted) await this.#count(entry, thread);
  }

  /** With the first post of the thread. */
  async #opened({ record }: Entry, { rootSince }: Thread): Promise<Thread> {
    const { id } = record;
    const mark = `${this.#me}:${record.startedAt}.${id}.replies`;
    const since = rootSince ?? this.#now();
    if (rootSince === undefined) await this.#note(id, (now) => ({ ...now, rootSince: since }));
    const post = {
      channel_id: record.tellIn ?? "",
      message: rootText(id, record.draft.text, 0),
      pending_post_id: mark,
    };
    const rootId = await this.#made({ kind: "post", post }, rootSince);
    return this.#note(
      id,
      (now) => ({ ...now, rootId }),
      (store) => replyKeys.ofThread(rootId).set(store, id),
    );
  }

  /** With the next few replies. */
  async #toldOn({ record }: Entry, { told, last, rootId, telling }: Thread): Promise<Thread> {
    const { id } = record;
    const replies = await this.#replies(id, told + 1, telling?.to ?? Math.min(last, told + MOST_TOGETHER, MOST_TOLD));
    const few = telling === undefined ? fitting(replies, this.#linkTo) : replies;
    const to = few.at(-1)?.number ?? last;
    if (telling === undefined) await this.#note(id, (now) => ({ ...now, telling: { to, since: this.#now() } }));
    const mark = `${this.#me}:${record.startedAt}.${id}.replies.${to}`;
    const message = repliesText(few, this.#linkTo);
    const post = { channel_id: record.tellIn ?? "", root_id: rootId, message, pending_post_id: mark };
    const postId = await this.#made({ kind: "post", post }, telling?.since);
    return this.#note(
      id,
      ({ telling: _done, ...now }) => ({ ...now, told: to, toldAt: this.#now() }),
      async (store) => {
        // What has changed meanwhile stays changed.
        for (const { number } of few)
          await replyKeys.reply(id, number).update(store, (now) => ({ ...(now as Reply), toldIn: postId }));
      },
    );
  }

  /** A reply was changed: the post that tells of it says so. */
  async #show({ record: { id } }: Entry, number: number): Promise<void> {
    const { toldIn } = (await replyKeys.reply(id, number).get(this.#parts.bot.store)) ?? {};
    if (toldIn === undefined) return;
    const near = await this.#replies(id, Math.max(1, number - MOST_TOGETHER), number + MOST_TOGETHER);
    const message = repliesText(
      near.filter((reply) => reply.toldIn === toldIn),
      this.#linkTo,
    );
    await this.#made({ kind: "edit", postId: toldIn, patch: { message } }, undefined);
  }

  async #count({ record: { id, draft } }: Entry, { rootId, last }: Thread): Promise<void> {
    const message = rootText(id, draft.text, last);
    await this.#made({ kind: "edit", postId: rootId, patch: { message } }, undefined);
    await this.#note(id, (now) => ({ ...now, counted: last, toldAt: this.#now() }));
  }

  /** The post that a call made or changed. @param since when it was tried first, where that was before this run @throws RunAgain. */
  async #made(intent: Intent, since: number | undefined): Promise<string> {
    const now = this.#now();
    const unsure = since === undefined ? {} : { unsureSince: since };
    const tried = await this.#parts.workplace.attempt({ intent, attempts: 1, addedAt: now, dueAt: now, ...unsure });
    if (tried.kind === "again") throw new RunAgain("the server could not be asked", tried.dueAt);
    if (tried.kind === "failed") throw new Error(tried.reason);
    return tried.postId ?? ("postId" in intent ? intent.postId : "");
  }

  #replies(id: string, from: number, to: number): Promise<Reply[]> {
    const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
    return repliesOf(this.#parts.bot.store, id, numbers);
  }

  async #thread(id: string): Promise<Thread> {
    return (await replyKeys.thread(id).get(this.#parts.bot.store)) ?? noThread();
  }

  #note(id: string, change: (now: Thread) => Thread, more?: (store: Store) => Promise<unknown>): Promise<Thread> {
    return this.#parts.workplace.durable.transaction(async (tx) => {
      const store = this.#parts.bot.storeIn(tx);
      const next = change((await replyKeys.thread(id).get(store)) ?? noThread());
      await replyKeys.thread(id).set(store, next);
      await more?.(store);
      return next;
    });
  }

  readonly #linkTo = (postId: string): string => linkTo(postId, this.#parts.workplace.rest);

  get #me(): string {
    return this.#parts.workplace.me().id;
  }

  #now(): number {
    return this.#parts.workplace.clock.now();
  }
}

/** As many as fit into one post. */
function fitting(replies: readonly Reply[], link: (postId: string) => string): readonly Reply[] {
  let count = 1;
  while (count < replies.length && repliesText(replies.slice(0, count + 1), link).length <= MOST_CHARACTERS) count++;
  return replies.slice(0, count);
}
