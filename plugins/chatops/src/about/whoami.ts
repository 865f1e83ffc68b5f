/**
 * `!whoami`: who the bot takes a person for, and where. It tells nothing that others in the channel could not see: no
 * e-mail address.
 */
import { type PluginScope, code, table } from "matterwright";

export function whoami(bot: PluginScope): void {
  bot.command("whoami", { about: "Tell who the bot takes you for", slash: false }, async (ctx) => {
    const [user, channel] = await Promise.all([ctx.profile(), ctx.channel()]);
    const fullName = `${user.first_name ?? ""} ${user.last_name ?? ""}`.trim();
    const rows = [
      ["Username", `@${ctx.user.username}`],
      ["Name", fullName],
      ["Id", code(ctx.user.id)],
      ["Channel", ctx.isDirect ? "direct message" : `~${channel.name}`],
      ["Channel id", code(ctx.channelId)],
      ["Administrator of this bot", ctx.isAdmin ? "yes" : "no"],
    ];
    await ctx.reply(
      table(
        ["", ""],
        rows.filter(([, value]) => value !== ""),
      ),
    );
  });
}
