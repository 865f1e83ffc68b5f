/** `!wizard list`, `show` and `status`: what wizards there are, what they ask, and who is in the middle of one. */
import {
  type CommandContext,
  type PluginScope,
  type RunningWizard,
  code,
  inWords,
  inert,
  table,
  z,
} from "matterwright";
import { named, visible } from "./book.ts";

export function wizardList(bot: PluginScope): void {
  const about = "List the wizards, and who is in the middle of one";
  bot.command(
    "wizard list",
    { about, slash: false, aliases: ["wizard", "wizards", "flows list", "flows"] },
    async (ctx) => {
      const all = await visible(bot, ctx);
      if (all.length === 0) return ctx.reply("There is no wizard.");
      const running = await bot.wizards.running();
      const rows = all.map(({ name, about: what, questions }) => {
        const count = running.filter(({ wizard, state }) => wizard === name && state !== "kept").length;
        return [code(name), what, String(questions.length), count === 0 ? "" : String(count)];
      });
      const list = table(["Wizard", "For", "Questions", "Running"], rows);
      if (!ctx.isAdmin || running.length === 0) return ctx.reply(list);
      return ctx.reply(`${list}\n\n${await linesOf(ctx, running)}`);
    },
  );
}

export function wizardShow(bot: PluginScope): void {
  const about = "Show what a wizard asks";
  const args = { name: z.string() };
  bot.command("wizard show", { about, slash: false, args, aliases: ["flows show"] }, async (ctx, { name: typed }) => {
    const { name, about: what, questions } = await named(bot, ctx, typed);
    const asked = questions.map((text, index) => `${index + 1}. ${text}`);
    await ctx.reply([`${code(name)}${what === "" ? "" : `: ${what}`}`, "", ...asked].join("\n"));
  });
}

export function wizardStatus(bot: PluginScope): void {
  const about = "Tell which wizards wait for your answer";
  bot.command("wizard status", { about, slash: false, aliases: ["flows status"] }, async (ctx) => {
    const mine = await bot.wizards.running(ctx.user.id);
    await ctx.reply(mine.length === 0 ? "No wizard waits for you." : await linesOf(ctx, mine));
  });
}

/** More would be a file that nobody reads. */
const MOST = 50;

const STATES: Readonly<Record<RunningWizard["state"], string>> = {
  asking: "waits for an answer",
  waiting: "waits for another wizard",
  kept: "stopped asking; `resume` goes on",
};

async function linesOf({ people, now }: CommandContext, running: readonly RunningWizard[]): Promise<string> {
  const rows: string[][] = [];
  for (const { wizard, userId, channelId, startedAt, answers, state } of running.slice(0, MOST)) {
    const { username } = await people.user(userId);
    const { type, name } = await people.channel(channelId);
    const where = type === "O" || type === "P" ? `~${name}` : "a direct message";
    const since = `${inWords(now.getTime() - startedAt)} ago`;
    rows.push([code(wizard), inert(`@${username}`), where, STATES[state], String(answers), since]);
  }
  const more = running.length > MOST ? `\n\n${running.length - MOST} more.` : "";
  return table(["Wizard", "Of", "Where", "State", "Answers", "Begun"], rows) + more;
}
