/** A task of the demo town: run it with `!run hello Ann`, and look at its last runs with `!task log hello`. */
import type { TaskBot } from "@matterwright/tasks";

export const description = "Says hello, as a module does";

export async function run(bot: TaskBot): Promise<void> {
  const whom = bot.args.length === 0 ? `@${bot.user.username}` : bot.args.join(" and ");
  await bot.reply(`Hello, ${whom}! A file in \`tasks/\` is a task, and so is any program.`);
}
