/** `!backup`: a copy of everything that the bot keeps, taken while it runs. */
import { type PluginScope, code } from "matterwright";
import { programOf } from "./program.ts";

export function backup(bot: PluginScope): void {
  bot.command(
    "backup",
    {
      slash: false,
      adminOnly: true,
      about: "Copy everything that the bot keeps",
      details: "`matterwright restore` puts a copy back, when the bot does not run.",
      concurrency: 1,
    },
    async (ctx) => {
      const { file, bytes, besides } = await programOf(bot).backUp();
      const said = `:white_check_mark: ${code(file)} holds everything as it was at this moment (${bytes} bytes).`;
      await ctx.reply(besides === "" ? said : `${said} ${besides}`);
    },
  );
}
