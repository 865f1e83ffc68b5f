/** Misspelt commands, where everything that is no command is an announcement: what may have been meant. Asked by `listen.ts`; it answers nobody. */
import { type BotCommand, type Context, type PluginScope, closest, code } from "matterwright";

/** More words than this, without a prefix, are talk. */
const BARE_WORDS_MAX = 3;

/** What to say to a command with its prefix that there is none of; nothing where it is like no other. */
export async function slip(ctx: Context<"post">, bot: PluginScope): Promise<string | undefined> {
  const text = ctx.text.trim();
  const prefix = bot.commands.prefixes.find((each) => text.startsWith(each));
  if (prefix === undefined) return undefined;
  const said = text.slice(prefix.length);
  const near = await bot.commands.near(ctx, said);
  const nearest = misspelt(said, near);
  if (nearest !== undefined) return noSuch(prefix + nearest.typed, [prefix + nearest.name]);
  const [word = ""] = text.split(/\s/, 1);
  return near.length === 0
    ? undefined
    : noSuch(
        word,
        near.map(({ name }) => prefix + name.replaceAll(" ", "_")),
      );
}

/** The same for one that was written as in a direct message, without prefix. */
export async function bareSlip(ctx: Context<"post">, bot: PluginScope): Promise<string | undefined> {
  const nearest = await nearestOf(ctx, bot);
  return nearest && noSuch(nearest.typed, [nearest.name]);
}

/** The command that a few words without prefix may have been meant to be. */
export async function meantBy(ctx: Context<"post">, bot: PluginScope): Promise<string | undefined> {
  return (await nearestOf(ctx, bot))?.name;
}

interface Misspelt {
  readonly typed: string;
  readonly name: string;
}

async function nearestOf(ctx: Context<"post">, bot: PluginScope): Promise<Misspelt | undefined> {
  const said = ctx.text.trim();
  if (said.split(/\s+/).length > BARE_WORDS_MAX) return undefined;
  return misspelt(said, await bot.commands.near(ctx, said));
}

/** The first of those that are near of which the beginning of a text is a misspelling, and that beginning. */
function misspelt(said: string, near: readonly BotCommand[]): Misspelt | undefined {
  const between = said.includes("_") ? "_" : " ";
  const words = said.split(/[\s_]+/);
  for (const { name, aliases } of near)
    for (const each of [name, ...aliases]) {
      const typed = words.slice(0, each.split(" ").length).join(" ");
      if (closest(typed, [each]) !== undefined)
        return { typed: typed.replaceAll(" ", between), name: each.replaceAll(" ", between) };
    }
  return undefined;
}

function noSuch(typed: string, meant: readonly string[]): string {
  return `There is no command ${code(typed)}. Did you mean ${meant.map((each) => code(each)).join(" or ")}?`;
}
