/** The callbacks: messages, commands (typed and as slash commands), and every other event. */
import { Bot, type BotOptions, rest } from "matterwright";

export function callbacks(options: BotOptions): Bot {
  return (
    new Bot(options)
      // def handle_message(%Post{text: "ping"}, ctx)
      .hears(/^ping$/, (ctx) => ctx.reply("pong"))
      // def handle_command("deploy", env, ctx)
      .command("deploy", { about: "Deploy to an environment", args: { env: rest() } }, (ctx, { env }) =>
        ctx.reply(`Deploying to ${env}...`),
      )
      // def handle_command("status", _text, ctx)
      .command("status", { about: "Tell how things are" }, (ctx) => ctx.reply("All systems operational."))
      // def handle_event(:user_added, %{"user_id" => uid}, ctx)
      .on("join", (ctx) => ctx.to(ctx.channelId).post(`Welcome, @${ctx.user.username}!`))
      // def handle_event(:channel_updated, data, ctx): any event by its own name
      .on("raw", async (ctx) => {
        if (ctx.update.frame.event === "channel_updated") await ctx.to("~ops").post("A channel was changed.");
      })
      // def handle_message(post, ctx): every post of a person
      .on("message", (ctx) => ctx.log.debug({ text: ctx.text }, "heard"))
  );
}
