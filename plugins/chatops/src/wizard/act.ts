/** `!wizard start`, `stop` and `kill`: begins one by its name, ends one's own, and for administrators anybody's. */
import {
  type CommandContext,
  type PluginScope,
  type RunningWizard,
  UserError,
  code,
  inert,
  user,
  z,
} from "matterwright";
import { commandOf, named } from "./book.ts";

/** Runs the wizard's own command, with its rights and everything that is around it. */
export function wizardStart(bot: PluginScope): void {
  const about = "Begin a wizard by its name";
  const args = { name: z.string() };
  bot.command(
    "wizard start",
    { about, slash: false, args, aliases: ["flows start"] },
    async (ctx, { name }, { lead }) => {
      const info = await named(bot, ctx, name);
      if (commandOf(bot, info) === undefined) await bot.wizards.start(ctx, info.name);
      else await bot.commands.call(ctx, info.name, lead);
    },
  );
}

export function wizardStop(bot: PluginScope): void {
  bot.command(
    "wizard stop",
    {
      about: "End the wizards that wait for you, or one of them",
      slash: false,
      args: { name: z.string().optional() },
      aliases: ["flows stop"],
    },
    async (ctx, { name }) => {
      const mine = await bot.wizards.running(ctx.user.id);
      const ended = await end(bot, ctx, { running: mine, name });
      if (ended.length === 0)
        throw new UserError(`No wizard${name === undefined ? "" : ` ${code(name)}`} waits for you.`);
      await ctx.reply(`Ended ${namesOf(ended)}: nothing was done.`, { durable: true });
    },
  );
}

export function wizardKill(bot: PluginScope): void {
  bot.command(
    "wizard kill",
    {
      about: "End the wizards of somebody",
      slash: false,
      args: { who: user(), name: z.string().optional() },
      adminOnly: true,
      aliases: ["flows kill"],
    },
    async (ctx, { who, name }) => {
      const theirs = await bot.wizards.running(who.id);
      const ended = await end(bot, ctx, { running: theirs, name });
      const whose = inert(`@${who.username}`);
      if (ended.length === 0)
        throw new UserError(`No wizard${name === undefined ? "" : ` ${code(name)}`} waits for ${whose}.`);
      for (const { wizard, channelId, rootId } of ended) {
        const said = `${inert(`@${ctx.user.username}`)} ended ${code(wizard)}: nothing was done.`;
        await ctx.to(channelId, { thread: rootId }).post(said, { durable: true });
      }
      await ctx.reply(`Ended ${namesOf(ended)} of ${whose}.`, { durable: true });
    },
  );
}

interface Wanted {
  readonly running: readonly RunningWizard[];
  readonly name: string | undefined;
}

async function end(bot: PluginScope, ctx: CommandContext, { running, name }: Wanted): Promise<RunningWizard[]> {
  const wanted = running.filter(({ wizard }) => name === undefined || wizard.toLowerCase() === name.toLowerCase());
  for (const each of wanted) await bot.wizards.stop(ctx, each);
  return wanted;
}

function namesOf(ended: readonly RunningWizard[]): string {
  return [...new Set(ended.map(({ wizard }) => code(wizard)))].join(", ");
}
