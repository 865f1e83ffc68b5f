/**
 * `!restart`: has the program start anew in its place. Whoever asked is told when it is back, where they asked, once: the message is
 * put into the outbox by the program that comes, in the same transaction that forgets that somebody waits for it.
 */
import {
  type CommandContext,
  type Installable,
  type PluginScope,
  type Transaction,
  inWords,
  storeKey,
  z,
} from "matterwright";
import { programOf } from "./program.ts";

/** Tried again in this distance, until it could be done once. */
const SOON_MS = 500;

const asked = storeKey("restart", z.object({ channelId: z.string(), rootId: z.string(), at: z.number() }));

export function restart(bot: PluginScope): void {
  bot.use(greeting(bot));
  bot.command(
    "restart",
    {
      slash: false,
      adminOnly: true,
      answerIn: "thread",
      about: "Start the bot anew",
      details: "What is in hand is finished first, and nothing is lost. Plugins and settings are read anew.",
    },
    async (ctx) => {
      const program = programOf(bot);
      const place = await placeOf(ctx);
      ctx.write((tx) => asked.set(bot.storeIn(tx), { ...place, at: ctx.now.getTime() }));
      // It refuses before anything is said, and ends only when this is over.
      await program.end({ again: true });
      await ctx.reply("I start anew, and say so here when I am back.");
    },
  );
}

/** The thread of the call; for a slash command, which is no post, a direct message. */
async function placeOf(ctx: CommandContext): Promise<{ readonly channelId: string; readonly rootId: string }> {
  if (!ctx.is("post")) return { channelId: (await ctx.people.direct(ctx.me.id, ctx.user.id)).id, rootId: "" };
  const { id, root_id: rootId } = ctx.post;
  return { channelId: ctx.channelId, rootId: rootId === "" ? id : rootId };
}

/** Says that it is back, as soon as the bot runs, and has done its part then. */
function greeting(bot: PluginScope): Installable {
  return {
    install(workplace) {
      const end = workplace.every(SOON_MS, async () => {
        await workplace.durable.transaction((tx) => greet(bot, tx, workplace.clock.now()));
        end();
      });
      return end;
    },
  };
}

async function greet(bot: PluginScope, tx: Transaction, nowMs: number): Promise<void> {
  const store = bot.storeIn(tx);
  const wish = await asked.get(store);
  // A process that ran before is not the one that was waited for.
  if (wish === undefined || bot.status().startedAt < wish.at) return;
  await asked.delete(store);
  const message = `I am back, after ${inWords(nowMs - wish.at)}.`;
  const pending = `${bot.me.id}:restart-${wish.at}`;
  const post = { channel_id: wish.channelId, root_id: wish.rootId, message, pending_post_id: pending };
  await tx.outbox.add({ intent: { kind: "post", post }, queue: wish.channelId, owner: bot.name });
}
