/** What commands are looked for in: a message of a person, or a slash command. Given to the command router by the bot. */
import type { Heard } from "../command/host.ts";
import { lineOf } from "../command/triggers.ts";
import type { Me } from "../context/context.ts";
import type { Update } from "../update/update.ts";

/**
 * Nothing when nobody who may command said it.
 *
 * @param named finds the name of the command that asked for exactly this slash command
 */
export function heardIn(
  update: Update,
  me: Pick<Me, "username">,
  named: (trigger: string) => string | undefined,
): Heard | undefined {
  if (update.kind === "slash") {
    const { message, from, lead } = lineOf(update, { own: me.username, named: named(update.trigger) });
    return { message, direct: update.isDirect, address: { by: "slash", lead, from } };
  }
  if (update.kind !== "post" || update.author !== "person") return undefined;
  return { message: update.post.message, direct: update.channelType === "D" };
}
