/** What commands are looked for in: a message of a person, or a slash command. Given to the command router by the bot. */
import type { Heard } from "./command/router.ts";
import { lineOf } from "./command/triggers.ts";
import type { CommandContext } from "./context.ts";

/**
 * Nothing when nobody who may command said it.
 *
 * @param named finds the name of the command that asked for exactly this slash command
 */
export function heardIn(
  { update, text, isDirect, me }: CommandContext,
  named: (trigger: string) => string | undefined,
): Heard | undefined {
  if (update.kind === "slash") {
    const { message, from, lead } = lineOf(update, { own: me.username, named: named(update.trigger) });
    return { message, direct: isDirect, address: { by: "slash", lead, from } };
  }
  return update.author === "person" ? { message: text, direct: isDirect } : undefined;
}
