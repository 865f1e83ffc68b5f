/** State that belongs to a person, a channel or a thread, loaded before a handler and written back behind it. */
import type { MiddlewareFn, MiddlewareObject } from "../composer.ts";
import type { Context } from "../context.ts";
import { Slot } from "../slot.ts";
import type { Store } from "../store/store.ts";
import type { Kind } from "../update.ts";

/** Whose state it is. `user`: of a person everywhere; `member`: of a person in one channel. */
export type SessionScope = "user" | "channel" | "thread" | "member";

export interface SessionOptions {
  readonly per?: SessionScope;
}

/** Both the middleware that loads a state and the key by which it is read: `karma(ctx)`. */
export interface Session<Value> extends MiddlewareObject<Context> {
  <K extends Kind>(ctx: Context<K>): Value;
}

/** What the bot gives sessions: where they are kept, and a turn for each key. */
export interface SessionHost {
  readonly store: Store;
  /** Runs tasks of one key one after another. */
  inTurn<Value>(key: string, task: () => Promise<Value>): Promise<Value>;
}

/** Filled by the bot for every context. */
export const sessionHost = new Slot<SessionHost>("session store", "the bot");

/**
 * Makes a session.
 *
 * @param name of the state in the store; two sessions of one name share it
 * @param initial makes the state of somebody who has none
 * @example
 * const karma = session("karma", () => ({ points: 0 }), { per: "user" });
 * bot.use(karma).hears(/^thanks/i, (ctx) => void karma(ctx).points++);
 */
export function session<Value extends object>(
  name: string,
  initial: () => Value,
  { per = "user" }: SessionOptions = {},
): Session<Value> {
  const slot = new Slot<Value>(`session ${name}`, `bot.use(${name})`);
  const load: MiddlewareFn<Context> = async (ctx, next) => {
    const key = `session/${name}/${keyOf(ctx, per)}`;
    const host = sessionHost.of(ctx);
    await host.inTurn(key, async () => {
      const stored = (await host.store.get(key)) as Value | undefined;
      const value = stored ?? initial();
      const before = JSON.stringify(value);
      slot.fill(ctx, value);
      await next();
      // What a failed handler left half done is not kept; what nobody changed is not written.
      if (JSON.stringify(value) !== before) await host.store.set(key, value);
    });
  };
  return Object.assign(<K extends Kind>(ctx: Context<K>) => slot.of(ctx), { middleware: () => load });
}

function keyOf(ctx: Context, per: SessionScope): string {
  const thread = ctx.post === undefined ? ctx.channelId : ctx.post.root_id || ctx.post.id;
  const keys: Record<SessionScope, string> = {
    user: ctx.user.id,
    channel: ctx.channelId,
    member: `${ctx.channelId}.${ctx.user.id}`,
    thread,
  };
  return keys[per];
}
