/** The commands of a bot as plugins see them: to look up and to list, never to change. Made once by the bot. */
import type { CommandRouter } from "../command/router.ts";
import type { CommandContext } from "../context.ts";
import type { CommandBook } from "./scope.ts";

export function commandBook(router: CommandRouter<CommandContext>, prefixes: readonly string[]): CommandBook {
  return {
    prefixes,
    visible: (ctx) => router.visible(ctx),
    near: (ctx, typed) => router.near(ctx, typed),
    may: (ctx, wanted) => !wanted.adminOnly || ctx.isAdmin,
    get: (name) => router.table.get(name),
    group: (name) => router.table.group(name),
  };
}
