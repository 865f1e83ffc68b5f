/** `!status callbacks`: tries whether the server reaches the bot, and tells why not. */
import { type CallbackReport, type PluginScope, code } from "matterwright";

export function callbackStatus(bot: PluginScope): void {
  const about = "Try whether the server reaches the bot";
  bot.command("status callbacks", { about, hidden: true, slash: false }, async (ctx) => {
    await ctx.reply(calls(await bot.testCallbacks(), ctx.isAdmin));
  });
}

/** How the way from the server to the bot is. What an address is, is for administrators. */
function calls({ state, url, tookMs, explanation }: CallbackReport, isAdmin: boolean): string {
  const where = isAdmin ? ` at ${code(url)}` : "";
  if (state === "none")
    return "The server cannot call me, because I was told no address (`MATTERWRIGHT_URL`): there are no slash commands, and choices are offered as reactions.";
  if (state === "works") return `:white_check_mark: The server reaches me${where}: there and back in ${tookMs} ms.`;
  const what =
    state === "fails" ? ":warning: The server does not reach me" : "Whether the server reaches me, could not be tried";
  const why = explanation === undefined || !isAdmin ? "" : ` ${explanation.why}. ${explanation.help}.`;
  return `${what}${where}.${why}`;
}
