/** What commands that act on the whole program share. */
import { type PluginScope, type Program, UserError } from "matterwright";

/** What runs the bot. @throws UserError where that cannot be told to do anything. */
export function programOf({ operations }: PluginScope): Program {
  if (operations.program !== undefined) return operations.program;
  throw new UserError(
    "What runs me lets me neither restart nor end nor back up anything: it has to be done where I run.",
  );
}
