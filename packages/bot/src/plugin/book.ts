/** The commands of a bot, and who may run them, as plugins see them. Made once by the bot. */
import type { Access } from "../access/access.ts";
import { argumentTexts } from "../text/meant.ts";
import { wantedOf } from "../command/wanted.ts";
import type { CommandRouter } from "../command/router.ts";
import type { CommandContext } from "../context/context.ts";
import { UserError } from "../errors.ts";
import { code } from "../text/code.ts";
import type { AccessBook, CommandBook } from "./scope.ts";

export function commandBook(router: CommandRouter<CommandContext>, prefixes: readonly string[]): CommandBook {
  return {
    prefixes,
    visible: (ctx) => router.visible(ctx),
    near: (ctx, typed) => router.near(ctx, typed),
    may: (ctx, wanted) => router.may(ctx, wanted),
    get: (name) => router.table.get(name),
    group: (name) => router.table.group(name),
    call: (ctx, line, lead) => router.call(ctx, line, lead),
    running: () => router.running.all(),
  };
}

export function accessBook(access: Access, router: CommandRouter<CommandContext>): AccessBook {
  return {
    administrators: () => access.administrators,
    list: () => access.list(),
    add: ({ user, now }, rule, more) => access.add(rule, { by: user, at: now.getTime() }, more),
    remove: ({ user, now }, id) => access.remove(id, { by: user, at: now.getTime() }),
    audit: (limit) => access.audit(limit),
    async explain(ctx, who, line) {
      const called = router.calledBy(line);
      if (called === undefined) throw new UserError(`I know no command ${code(line.split(/\s/, 1)[0] ?? "")}.`);
      const { command, call } = called;
      const reading = await command.read(ctx, call);
      const args = "values" in reading ? argumentTexts(reading.values) : undefined;
      const { channelId, isDirect, update } = ctx;
      const asker = { user: who, channelId, teamId: update.teamId, isDirect };
      const decision = await access.decide(asker, wantedOf(command), args);
      return { command: command.name, decision, isParsed: args !== undefined };
    },
  };
}
