/** What commands are looked for in: a message of a person, or a slash command. Given to the command router by the bot. */
import type { Heard } from "./command/router.ts";
import type { CommandContext } from "./context.ts";

/** Nothing when nobody who may command said it. */
export function heardIn({ update, text, isDirect }: CommandContext): Heard | undefined {
  if (update.kind === "slash")
    return { message: `/${update.trigger} ${update.text}`.trimEnd(), direct: isDirect, isSlash: true };
  return update.author === "person" ? { message: text, direct: isDirect } : undefined;
}
