/** Who may look at a broadcast and steer it: its author, and the bot's administrators. */
import { type CommandContext, type Context, UserError } from "matterwright";
import type { Broadcast, Broadcasts } from "../broadcast.ts";

/** @throws UserError for anybody else. */
export function mayManage({ isAdmin, user }: Pick<Context, "isAdmin" | "user">, { id, draft }: Broadcast): void {
  if (!isAdmin && user.id !== draft.authorId)
    throw new UserError(`Broadcast ${id} is somebody else's: only its author and my administrators can do that.`);
}

/**
 * The broadcast that somebody names: by its number, or `last` for their own last one.
 *
 * @throws UserError when there is none, they may not, or it was asked for in front of others.
 */
export async function named(ctx: CommandContext, which: string, broadcasts: Broadcasts): Promise<Broadcast> {
  if (!ctx.isDirect) throw new UserError("This works in a direct message to me only.");
  const found = /^last$/i.test(which) ? await broadcasts.lastOf(ctx.user.id) : await broadcasts.show(which);
  if (found === undefined) throw new UserError("You have announced nothing that I remember.");
  mayManage(ctx, found);
  return found;
}
