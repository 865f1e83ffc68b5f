/** Who may begin which wizard: whoever may run the command of its name. Asked by the `!wizard` commands. */
import {
  type BotCommand,
  type CommandContext,
  type PluginScope,
  UserError,
  type WizardInfo,
  closest,
  code,
} from "matterwright";

/** The command that begins it: of the same name, and of the same plugin. */
export function commandOf({ commands }: PluginScope, { name, owner }: WizardInfo): BotCommand | undefined {
  const command = commands.get(name);
  return command?.owner === owner ? command : undefined;
}

/** One without a command of its own is for administrators to begin. */
async function may(bot: PluginScope, ctx: CommandContext, info: WizardInfo): Promise<boolean> {
  const command = commandOf(bot, info);
  return command === undefined ? ctx.isAdmin : bot.commands.may(ctx, command);
}

/** The wizards that somebody may begin. */
export async function visible(bot: PluginScope, ctx: CommandContext): Promise<WizardInfo[]> {
  const all: WizardInfo[] = [];
  for (const info of bot.wizards.list()) if (await may(bot, ctx, info)) all.push(info);
  return all;
}

/** @throws UserError for a name that no wizard has that the person may begin. */
export async function named(bot: PluginScope, ctx: CommandContext, name: string): Promise<WizardInfo> {
  const all = await visible(bot, ctx);
  const found = all.find((info) => info.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const near = closest(
    name,
    all.map((info) => info.name),
  );
  throw new UserError(`There is no wizard ${code(name)}.${near === undefined ? "" : ` Did you mean ${code(near)}?`}`);
}
