/** The button with which a reader says that a message was read, and the commands of those who want to know. Put together once. */
import { type Action, type CommandContext, type Context, type PluginScope, UserError, button, z } from "matterwright";
import type { BroadcastDesk } from "../broadcasts.ts";
import { which } from "../manage/looking.ts";
import { named } from "../manage/may.ts";
import { uploaded } from "../report/report.ts";
import type { Book } from "../store/book.ts";
import { KEPT_MS } from "../store/records.ts";
import { standingFile } from "./csv.ts";
import { ackKeys } from "./records.ts";
import type { Rounds } from "./rounds.ts";
import { mayBeAsked, standingText } from "./said.ts";
import { type StandingParts, standingOf } from "./standing.ts";

/** Adds the button. Returns what makes it for the readers of a broadcast. */
export function readButton(bot: PluginScope, book: Pick<Book, "get">): (id: string) => Action {
  const read = button("broadcastread", { id: z.string() }, (ctx, { id }) => clicked(ctx, id, { bot, book }));
  bot.use(read);
  return (id) => read("I have read this", { id }, { style: "primary", expiresInMs: KEPT_MS });
}

interface ClickParts {
  readonly bot: PluginScope;
  readonly book: Pick<Book, "get">;
}

async function clicked(ctx: Context<"click">, id: string, { bot, book }: ClickParts): Promise<void> {
  const { record } = await book.get(id);
  if (record.recall !== undefined) throw new UserError("This message was withdrawn: there is nothing to confirm.");
  if (record.draft.authorId === ctx.user.id) throw new UserError("This is your own announcement: you are not counted.");
  const key = ackKeys.given(id, ctx.user.id);
  if ((await key.get(bot.store)) !== undefined) {
    await ctx.reply("You have confirmed this already. Thank you.");
    return;
  }
  const given = { at: ctx.now.getTime(), how: "button", channelId: ctx.channelId } as const;
  ctx.write((tx) => key.set(bot.storeIn(tx), given));
  await ctx.reply(":white_check_mark: Thank you: it is noted that you have read this.");
}

export interface AcknowledgingParts extends StandingParts {
  readonly bot: PluginScope;
  readonly broadcasts: BroadcastDesk;
  readonly rounds: Rounds;
}

export function acknowledging(parts: AcknowledgingParts): void {
  const { bot, broadcasts, rounds } = parts;
  const args = { which: which.default("last").describe("a number from `broadcast list`, or `last`") };
  bot
    .command(
      "acks",
      {
        about: "Tell who has read what was announced, and who has not",
        details: "For announcements that ask their readers to confirm it: write `ack` before you say `yes` to one.",
        slash: false,
        args,
        examples: ["", "7"],
      },
      (ctx, { which: id }) => tell(ctx, id, parts),
    )
    .command(
      "broadcast remind",
      { about: "Remind those who have not read what was announced", slash: false, args, examples: ["", "7"] },
      async (ctx, { which: wanted }) => {
        const { id } = await named(ctx, wanted, broadcasts);
        const count = await rounds.remind(id, `remind/${id}/${ctx.isDirect && ctx.is("post") ? ctx.post.id : ctx.ref}`);
        if (count === 0) await ctx.reply("Nobody is missing: there is nobody to remind.");
        else await ctx.reply(`:bell: ${count === 1 ? "1 person is" : `${count} people are`} being reminded.`);
      },
    );
}

async function tell(ctx: CommandContext, wanted: string, parts: AcknowledgingParts): Promise<void> {
  const broadcast = await named(ctx, wanted, parts.broadcasts);
  mayBeAsked(broadcast);
  const { id } = broadcast;
  const standing = await standingOf(id, parts);
  const course = await ackKeys.course(id).get(parts.store);
  const file = await uploaded(ctx.channelId, standingFile(standing), {
    workplace: { rest: parts.rest, log: parts.bot.log },
  });
  await ctx.reply(standingText(standing, course), file === undefined ? {} : { fileIds: [file] });
}
