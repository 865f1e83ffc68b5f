/**
 * Keeps one post for each group of alerts: made when it begins to fire, changed in place while it goes on, green when it is over. What is
 * heard is merged in a transaction, so that copies and several processes do no harm, and a job brings the post up to date: now, or when
 * the server is there again.
 */
import { createHash } from "node:crypto";
import {
  type Context,
  type JobKind,
  type Kind,
  type PluginScope,
  type StoreKey,
  type Transaction,
  job,
  storeKey,
  z,
} from "matterwright";
import { cardOf } from "./card.ts";
import { heard, incident } from "./incident.ts";
import type { Notification } from "./notification.ts";

/** An incident that nobody has spoken of for so long is forgotten. */
const KEPT_MS = 30 * 86_400_000;
/** Somebody else is making the post; after this they are taken for dead. */
const POSTING_MS = 60_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;
const MOST_TRIES = 100;
/** In the post's props: whose it is, so that it is found again. */
const MARK = "matterwright_alerts";

const record = z.object({
  incident,
  channel: z.string(),
  source: z.string(),
  /** Grows with every change. */
  revision: z.number(),
  /** What the post shows. */
  shown: z.number(),
  postId: z.string().optional(),
  posting: z.object({ by: z.string(), at: z.number() }).optional(),
});
type Record = z.output<typeof record>;

const task = z.object({ group: z.string(), tries: z.number() });

/** Where the notifications of a hook go. */
export interface Target {
  readonly hook: string;
  readonly channel: string;
  readonly source: string;
}

export class Board {
  readonly #bot: PluginScope;
  readonly #show: JobKind<z.output<typeof task>>;

  constructor(bot: PluginScope) {
    this.#bot = bot;
    this.#show = job("hooks.show", task, (ctx, { group, tries }) => this.#bring(ctx, group, tries));
    bot.use(this.#show);
  }

  /** Takes a notification, when the handler has ended well. */
  take<K extends Kind>(ctx: Context<K>, { hook, channel, source }: Target, notification: Notification): void {
    const nowMs = ctx.now.getTime();
    const id = `${nowMs}-${ctx.ref}`;
    const group = createHash("sha256").update(`${hook} ${notification.groupKey}`).digest("base64url").slice(0, 32);
    ctx.write(async (tx: Transaction) => {
      const key = keyOf(group);
      const store = this.#bot.storeIn(tx);
      const before = await key.get(store);
      const after = heard(before?.incident, { notification, nowMs, id });
      if (after === undefined) return;
      const same = before?.incident.id === after.id ? before : undefined;
      const revision = (same?.revision ?? 0) + 1;
      await key.set(store, { shown: 0, ...same, incident: after, channel, source, revision });
      await this.#show.addTo(tx.jobs, { group, tries: 0 });
    });
  }

  /** Makes the post show what is known. */
  async #bring(ctx: Context<"tick">, group: string, tries: number): Promise<void> {
    const { store } = this.#bot;
    const now = await keyOf(group).get(store);
    if (now === undefined || now.shown === now.revision) return;
    try {
      const postId = now.postId === undefined ? await this.#create(ctx, group) : await this.#change(ctx, now);
      if (postId === undefined) return this.#later(ctx, { group, tries });
      await keyOf(group).update(store, (latest = now) => {
        if (latest.incident.id !== now.incident.id) return latest;
        const { posting: _done, ...rest } = latest;
        return { ...rest, postId, shown: Math.max(latest.shown, now.revision) };
      });
    } catch (error) {
      if (tries >= MOST_TRIES) throw error;
      ctx.log.warn({ group: now.incident.title, reason: String(error) }, "an alert cannot be shown now");
      this.#later(ctx, { group, tries });
    }
  }

  #later(ctx: Context<"tick">, { group, tries }: z.output<typeof task>): void {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
    this.#show.add(ctx, { group, tries: tries + 1 }, { at: new Date(ctx.now.getTime() + pauseMs) });
  }

  /** Makes the post, unless somebody else is at it. */
  async #create(ctx: Context<"tick">, group: string): Promise<string | undefined> {
    const key = keyOf(group);
    const nowMs = ctx.now.getTime();
    const own = ctx.update.job.id;
    const claimed = await key.update(this.#bot.store, (now) => {
      if (now === undefined) throw new Error(`the incident of ${group} has gone`);
      const isTaken = now.posting !== undefined && now.posting.by !== own && nowMs - now.posting.at < POSTING_MS;
      return isTaken || now.postId !== undefined ? now : { ...now, posting: { by: own, at: nowMs } };
    });
    if (claimed.postId !== undefined) return this.#change(ctx, claimed);
    if (claimed.posting?.by !== own) return undefined;
    const text = cardOf(claimed.incident, claimed.source);
    const found = ctx.update.job.attempt > 1 ? await this.#find(ctx, claimed) : undefined;
    if (found !== undefined) return found;
    const options = { attachments: [text.attachment], props: { [MARK]: claimed.incident.id }, durable: false } as const;
    return (await ctx.to(claimed.channel).post(text.text, options)).id;
  }

  /** The post of an earlier try that died before it could note it. */
  async #find(ctx: Context<"tick">, { channel, incident: { id, openedAt } }: Record): Promise<string | undefined> {
    const place = await ctx.to(channel).channel();
    const { posts } = await ctx.rest.posts.inChannel(place.id, { since: openedAt - POSTING_MS });
    return Object.values(posts).find((post) => post.user_id === ctx.me.id && post.props[MARK] === id)?.id;
  }

  /** Changes the post. One that somebody has deleted is made anew. */
  async #change(ctx: Context<"tick">, now: Record): Promise<string> {
    const { text, attachment } = cardOf(now.incident, now.source);
    const props = { from_bot: "true", [MARK]: now.incident.id, attachments: [attachment] };
    try {
      return (await ctx.rest.posts.patch(now.postId ?? "", { message: text, props })).id;
    } catch (error) {
      if (!isGone(error)) throw error;
      return (await ctx.to(now.channel).post(text, { props, durable: false })).id;
    }
  }
}

function keyOf(group: string): StoreKey<Record> {
  return storeKey(`alert/${group}`, record, { ttlMs: KEPT_MS });
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "status" in error && (error.status === 404 || error.status === 403);
}
