/** Where each author stands, through restarts; and the notice when somebody has not answered for too long. */
import { type Context, type PluginScope, type Session, concat, inWords, run, session } from "matterwright";
import type { Turn } from "./turn.ts";
import type { Presenter } from "./presenter.ts";
import { kept } from "./kept.ts";
import { beginning } from "./show.ts";
import { type TalkState, nothing, talkState } from "./state.ts";

export interface SessionParts {
  readonly bot: PluginScope;
  readonly ttlMs: number;
  readonly presenter: Presenter;
}

export function talkSession({ bot, ttlMs, presenter }: SessionParts): Session<TalkState> {
  return session<TalkState>("broadcast-talk", nothing, {
    per: "user",
    ttlMs,
    schema: talkState,
    maxCharacters: 1_000_000,
    async onExpired({ key, state }, ctx) {
      if (state.at === "nothing") return;
      const { channelId, message } = state;
      await presenter.close(structuredClone(state), "*Nobody answered in time: nothing was sent.*");
      ctx.write((tx) => kept.at(key).set(bot.storeIn(tx), state));
      await ctx
        .to(channelId)
        .post(
          `:hourglass: I waited ${inWords(ttlMs)} for an answer, and stop asking now. Nothing was sent. Your message is kept for a day: write \`resume\` to go on.\n> ${beginning(message)}`,
        );
    },
  });
}

/** Does something with where an author stands, which is written down when that is done. */
export async function within<C extends Turn>(
  talk: Session<TalkState>,
  ctx: C,
  handler: (ctx: C) => Promise<unknown>,
): Promise<void> {
  const load = talk.middleware();
  await run(
    concat<Context>(() => [load, async () => void (await handler(ctx))]),
    ctx as Context,
  );
}
