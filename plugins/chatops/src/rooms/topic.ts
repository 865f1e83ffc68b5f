/** `!room topic`: shows or sets what stands in a channel's head, or its purpose. */
import { type CommandContext, type PluginScope, UserError, code, codeBlock, rest, z } from "matterwright";
import { roomName } from "./names.ts";
import { onServer } from "./server.ts";

/** In code points, as the server counts. */
const LONGEST = { header: 1_024, purpose: 250 } as const;

export function roomTopic(bot: PluginScope): void {
  bot.command(
    "room topic",
    {
      slash: false,
      adminOnly: true,
      about: "Show or set what stands in the head of a channel",
      args: {
        purpose: z.boolean().describe("its purpose instead"),
        clear: z.boolean().describe("take away what is there"),
        text: rest().default("").describe("a channel, if it is not this one, and what shall stand there"),
      },
      examples: ["", "~ops", "here On call: Ann", "--purpose ~ops What keeps us running", "--clear ~ops"],
    },
    async (ctx, { text: typed, purpose, clear }) => {
      const { room, text } = await addressed(ctx, typed);
      const what = purpose ? "purpose" : "header";
      if (text === "" && !clear) {
        const now = room[what];
        const title = `The ${what} of ${roomName(room)}`;
        return ctx.reply(now === "" ? `${title} is empty.` : `${title}:\n${codeBlock(now)}`);
      }
      if ([...text].length > LONGEST[what])
        throw new UserError(`A ${what} has at most ${LONGEST[what]} signs, and that has ${[...text].length}.`);
      await onServer(`change the ${what} of ${roomName(room)}`, () =>
        ctx.rest.channels.patch(room.id, { [what]: clear ? "" : text }),
      );
      return ctx.reply(`:white_check_mark: The ${what} of ${roomName(room)} is ${clear ? "empty" : "set"}.`);
    },
  );
}

/** A text that begins with a channel is about that channel, any other about this one. */
async function addressed(
  ctx: CommandContext,
  typed: string,
): Promise<{ readonly room: Awaited<ReturnType<CommandContext["channel"]>>; readonly text: string }> {
  const [, word = "", text = ""] = /^(~\S+|here|https?:\/\/\S+\/channels\/\S+)(?:\s+([^]*))?$/i.exec(typed) ?? [];
  if (word === "") return { room: await ctx.channel(), text: typed };
  const room = await ctx.find.channel(word);
  if (room === undefined) throw new UserError(`There is no channel ${code(word)} here that you can see.`);
  return { room, text };
}
