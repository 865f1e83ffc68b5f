/** Who may use a button, menu or dialog: asked anew each time, for rights change after a message was sent. */
import type { Context } from "../context/context.ts";
import { UserError } from "../errors.ts";
import type { Kind } from "../update/update.ts";

export interface MayOptions<K extends Kind> {
  /** For administrators of the bot only. */
  readonly adminOnly?: boolean;
  /** Whether the person may, asked each time; a text says why not. What it throws means no. */
  readonly may?: (ctx: Context<K>) => boolean | string | Promise<boolean | string>;
}

const NO = "You may not use this.";

/** @throws UserError when the person may not. */
export async function checkMay<K extends Kind>(
  ctx: Context<K>,
  { adminOnly = false, may }: MayOptions<K>,
): Promise<void> {
  if (adminOnly && !ctx.isAdmin) throw new UserError("Only administrators of this bot may use this.");
  const answer = (await may?.(ctx)) ?? true;
  if (answer !== true) throw new UserError(typeof answer === "string" ? answer : NO);
}
