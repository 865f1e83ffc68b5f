/** What every command of this plugin asks first. */
import { type CommandContext, UserError } from "matterwright";
import type { TalkParts } from "../talk/parts.ts";

/** @throws UserError outside of direct messages, and for who may not announce. */
export async function asAuthor(ctx: CommandContext, parts: Pick<TalkParts, "rights" | "file">): Promise<void> {
  inDirectMessage(ctx);
  if (!(await parts.rights.mayAnnounce(ctx, await parts.file.read()))) throw new UserError(parts.rights.whomToAsk());
}

/** @throws UserError outside of direct messages, and for who may not change groups. */
export function asEditor(ctx: CommandContext): void {
  inDirectMessage(ctx);
  if (!ctx.isAdmin) throw new UserError("Only administrators of this bot may change groups and aliases.");
}

function inDirectMessage(ctx: CommandContext): void {
  if (!ctx.isDirect) throw new UserError("This works in a direct message to me only.");
}
