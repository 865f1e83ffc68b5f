/**
 * The answer to a slash command that nothing else has answered: `/wright` alone, or with a word that is no command. Whoever typed it would
 * look at nothing, for the server shows nothing of a call by itself. The last in the order of everything that sees an update.
 */
import type { MiddlewareFn } from "../listen/composer.ts";
import type { Context } from "../context/context.ts";
import { code } from "../text/code.ts";

/** More are not read. */
const NAMED = 12;

interface Named {
  readonly name: string;
}

/** What is asked about the bot's commands: those that this person may run, and those near to what was typed. */
export interface Offering {
  visible(ctx: Context<"slash">): Promise<readonly Named[]>;
  near(ctx: Context<"slash">, typed: string): Promise<readonly Named[]>;
}

export function answeringSlash(commands: Offering): MiddlewareFn<Context> {
  return async (ctx, next) => {
    if (!ctx.is("slash") || ctx.handledBy !== undefined) return next();
    const { trigger, text } = ctx.update;
    const { username } = ctx.me;
    const typed = (trigger === username ? text : `${trigger} ${text}`).trim();
    const offered = async (all: Promise<readonly Named[]>): Promise<string> => {
      const names = (await all).map(({ name }) => code(`/${username} ${name}`));
      return names.slice(0, NAMED).join(", ") + (names.length > NAMED ? ", …" : "");
    };
    const near = typed === "" ? "" : await offered(commands.near(ctx, typed));
    const all = near === "" ? await offered(commands.visible(ctx)) : "";
    const hint = near !== "" ? ` Did you mean ${near}?` : all !== "" ? ` There are: ${all}.` : "";
    const what = typed === "" ? `Say what to do behind ${code(`/${username}`)}.` : `I do not know ${code(typed)}.`;
    await ctx.reply(what + hint);
  };
}
