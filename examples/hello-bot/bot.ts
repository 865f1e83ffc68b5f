/** A whole bot: it greets whoever mentions it, and it can roll dice. */
import { Bot, type BotOptions, z } from "matterwright";

export function helloBot(options: BotOptions): Bot {
  const dice = { sides: z.int().min(2).max(100).default(6) };
  return new Bot(options)
    .command("roll", { about: "Roll a die", args: dice }, (ctx, { sides }) =>
      ctx.reply(`You rolled a ${1 + (ctx.now.getTime() % sides)}.`),
    )
    .on("mention", (ctx) => ctx.reply(`Hello, @${ctx.user.username}!`));
}
