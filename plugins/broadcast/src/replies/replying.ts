/** Replies to announcements, put together: heard before the dialog, which takes every other message. Called once, when the plugin is set up. */
import { type Context, type PluginScope, type Workplace, filters } from "matterwright";
import type { BroadcastDesk } from "../broadcasts.ts";
import type { Book } from "../store/book.ts";
import { Answering } from "./answering.ts";
import { Gathering } from "./gathering.ts";
import { Telling, tellingKind } from "./telling.ts";

export interface ReplyingParts {
  readonly bot: PluginScope;
  readonly workplace: Workplace;
  readonly book: Book;
  readonly broadcasts: BroadcastDesk;
  readonly mayMention: (ctx: Context<"post">) => Promise<boolean>;
}

export function replying(parts: ReplyingParts): void {
  const { bot } = parts;
  const telling = new Telling(parts);
  const kind = tellingKind(() => telling);
  const gathering = new Gathering({ ...parts, telling: kind });
  const answering = new Answering(parts);
  bot.use(kind).use(async (ctx, next) => {
    // What was taken as a command, or as a choice, is no answer.
    if (ctx.is("post") && ctx.handledBy === undefined) {
      if (await answering.hear(ctx)) return;
      // In a channel others may listen, too, unless it is said to the bot itself.
      const isOurs = ctx.isDirect || filters.mention.test(ctx.update, ctx.me);
      if ((await gathering.hear(ctx)) && isOurs) return;
    }
    if (ctx.is("edit") && (await answering.edited(ctx))) return;
    if (ctx.is("delete") && (await answering.deleted(ctx))) return;
    if (ctx.is("edit")) await gathering.edited(ctx);
    if (ctx.is("delete")) await gathering.deleted(ctx);
    await next();
  });
  // A direct message may be a command without a sign; in these threads it is an answer.
  bot.around({
    before: async (ctx, { line }) => {
      if (!ctx.is("post") || !ctx.isDirect || ctx.update.author !== "person") return undefined;
      if (bot.commands.prefixes.some((prefix) => line.trimStart().startsWith(prefix))) return undefined;
      const isTaken = (await answering.hear(ctx)) || (await gathering.hear(ctx));
      return isTaken ? { block: true } : undefined;
    },
  });
}
