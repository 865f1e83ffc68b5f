/** `broadcast pause`, `resume`, `skip`, `cancel` and `retry`: what the buttons do, for whoever would rather write, or has none. */
import type { CommandContext, PluginScope } from "matterwright";
import type { Broadcast } from "../broadcast.ts";
import type { BroadcastDesk } from "../broadcasts.ts";
import { progressText } from "../progress/text.ts";
import { which } from "./looking.ts";
import { named } from "./may.ts";

interface Deed {
  readonly about: string;
  readonly act: (broadcasts: BroadcastDesk, id: string, ctx: CommandContext) => Promise<Broadcast>;
}

const deeds: Readonly<Record<string, Deed>> = {
  pause: { about: "Stop sending until it is resumed", act: (broadcasts, id) => broadcasts.pause(id) },
  resume: { about: "Go on sending", act: (broadcasts, id) => broadcasts.resume(id) },
  skip: { about: "Leave out the next time of what repeats", act: (broadcasts, id) => broadcasts.skip(id) },
  cancel: {
    about: "Send no more; what has arrived stays",
    act: (broadcasts, id, ctx) => broadcasts.cancel(id, `@${ctx.user.username}`),
  },
  retry: { about: "Try the targets again that were not reached", act: (broadcasts, id) => broadcasts.retryFailed(id) },
};

export function steerCommands(bot: PluginScope, broadcasts: BroadcastDesk): void {
  for (const [name, { about, act }] of Object.entries(deeds))
    bot.command(
      `broadcast ${name}`,
      {
        about,
        slash: false,
        isUrgent: true,
        args: { which: which.default("last").describe("a number from `broadcast list`, or `last`") },
        examples: ["", "7"],
      },
      async (ctx, args) => {
        const { id } = await named(ctx, args.which, broadcasts);
        await ctx.reply(progressText(await act(broadcasts, id, ctx)));
      },
    );
}
