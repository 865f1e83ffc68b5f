/** Everything of `Mattermost.API`, each in a command of its own. */
import { NotFoundError } from "@matterwright/client";
import { Bot, type BotOptions, channel, z } from "matterwright";

const text = { text: z.string() };

export function api(options: BotOptions): Bot {
  const bot = new Bot(options);

  // API.reply(ctx, "Hello!")
  bot.command("hello", { about: "reply" }, (ctx) => ctx.reply("Hello!"));

  // API.reply(ctx, "Done.", root_id: post.id)
  bot.command("done", { about: "reply in a thread" }, (ctx) => ctx.replyInThread("Done."));

  // API.send_message(ctx, channel_id, "Build passed!")
  bot.command("passed", { about: "send_message", args: { where: channel() } }, (ctx, { where }) =>
    ctx.to(where.id).post("Build passed!"),
  );

  // API.dm_user(ctx, user_id, "Heads up!")
  bot.command("warn", { about: "dm_user" }, (ctx) => ctx.to(`@${ctx.user.username}`).post("Heads up!"));

  // API.update_post(ctx, post_id, "Corrected text"), API.delete_post(ctx, post_id)
  bot.command("correct", { about: "update_post, delete_post" }, async (ctx) => {
    const wrong = await ctx.to(ctx.channelId).post("Wrong text");
    await ctx.edit(wrong, "Corrected text");
    const gone = await ctx.to(ctx.channelId).post("Forget this");
    await ctx.rest.posts.delete(gone.id);
  });

  // {:ok, [file]} = API.upload_file(ctx, channel_id, "/tmp/report.pdf", "report.pdf")
  // API.send_message(ctx, channel_id, "Here's the report:", file_ids: [file.id])
  bot.command("report", { about: "upload_file, file_ids" }, async (ctx) => {
    const file = await ctx.rest.files.upload({ channel: ctx.channelId, name: "report.pdf", content: "%PDF-" });
    await ctx.to(ctx.channelId).post("Here's the report:", { fileIds: [file.id] });
  });

  // API.send_message(ctx, channel_id, text, props: %{...})
  bot.command("card", { about: "props", args: text }, (ctx, { text: said }) =>
    ctx.to(ctx.channelId).post("With a card", { props: { card: said } }),
  );

  // API.get_user(ctx, user_id), API.get_user_by_username(ctx, "john.doe"), API.me(ctx), API.get_channel(ctx, channel_id)
  bot.command("look", { about: "get_user, get_user_by_username, me, get_channel" }, async (ctx) => {
    const user = await ctx.people.user(ctx.user.id);
    const same = await ctx.people.userNamed(user.username);
    const me = await ctx.rest.users.me();
    const here = await ctx.people.channel(ctx.channelId);
    await ctx.reply([user.id === same.id, me.username, here.name].join(" "));
  });

  // case API.get_user(ctx, user_id) do {:error, %Mattermost.Error{status: 404}} -> "not found"
  bot.command("missing", { about: "Error handling" }, async (ctx) => {
    try {
      await ctx.reply((await ctx.people.user("nobodynobodynobodynobody12")).username);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      await ctx.reply(`not found (${error.status})`);
    }
  });

  // ctx.config, ctx.channel_id, ctx.user_id, ctx.post
  return bot.command("context", { about: "%Mattermost.Context{}" }, (ctx) =>
    ctx.reply([ctx.rest.url, ctx.channelId, ctx.user.id, ctx.post?.message ?? "a slash command"].join(" ")),
  );
}
