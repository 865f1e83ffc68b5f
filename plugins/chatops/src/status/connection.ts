/** `!status connection`: the line to the server, and what it has lived through. */
import { type PluginScope, inWords, moment, table } from "matterwright";
import { count } from "./status.ts";

export function connectionStatus(bot: PluginScope): void {
  const about = "Tell how the line to the server is";
  bot.command("status connection", { about, slash: false }, async (ctx) => {
    const now = bot.status();
    const teams = await ctx.people.myTeams();
    const rows = [
      ["Server", now.url],
      ["Line", now.linkReason === "" ? now.link : `${now.link}: ${now.linkReason}`],
      ["Since", `${moment(now.liveSince, await ctx.find.zone())}, ${inWords(now.now - now.liveSince)} ago`],
      ["Came back", count(now.reconnects, "time")],
      ["Heard", `${count(now.updates, "event")}, ${now.refusedFrames} of them made no sense`],
      ["Teams", teams.map(({ name }) => name).join(", ")],
    ];
    await ctx.reply(table(["", ""], rows));
  });
}
