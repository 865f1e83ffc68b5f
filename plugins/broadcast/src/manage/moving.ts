/** `broadcast move`: another time for what has not gone out yet, and other times for what repeats. */
import { type CommandContext, type PluginScope, UserError, rest } from "matterwright";
import type { Broadcast } from "../broadcast.ts";
import type { BroadcastDesk } from "../broadcasts.ts";
import type { TalkParts } from "../talk/parts.ts";
import { HOW, type Timed, setWhen, shownWhen, zoneOf } from "../talk/times.ts";
import { type Theirs, momentThere } from "../when/theirs.ts";
import { whenIn } from "../when/words.ts";
import { which } from "./looking.ts";
import { named } from "./may.ts";

export type MovingParts = Pick<TalkParts, "bot" | "workplace" | "zone" | "zones"> & { readonly desk: BroadcastDesk };

export function moving(bot: PluginScope, parts: MovingParts): void {
  bot.command(
    "broadcast move",
    {
      about: "Have an announcement go out at another time",
      details: "Of one that repeats, all times that come: to leave out one there is `broadcast skip`.",
      slash: false,
      args: { which, when: rest().describe("as in the dialog: `tomorrow 9:00`, `every friday at 8:00`") },
      examples: ["7 tomorrow 9:00", "7 every friday at 8:00"],
    },
    async (ctx: CommandContext, args) => {
      const broadcast = await named(ctx, args.which, parts.desk);
      if (broadcast.isAgreed === true && !ctx.isAdmin)
        throw new UserError("Somebody agreed to its time too: ask one of my administrators to change it.");
      const said = await move(broadcast, args.when, { ...parts, now: ctx.now, zone: await zoneOf(ctx, parts) });
      await ctx.reply(`:clock3: **Broadcast ${broadcast.id}** goes out ${said}.`);
    },
  );
}

/** Says when it goes out now. @throws UserError that says what is wrong with the time, CallError. */
export async function move(
  broadcast: Broadcast,
  when: string,
  parts: MovingParts & { readonly now: Date },
): Promise<string> {
  const { desk } = parts;
  const wanted = whenIn(when);
  const state: Timed = {};
  const why = wanted === undefined ? `I do not understand "${when}" as a time.` : setWhen(state, wanted, parts);
  if (why !== undefined) throw new UserError(`${why} ${HOW}`);
  const { due, repeat } = state;
  if (repeat !== undefined) await desk.repeatAt(broadcast.id, repeat);
  else await desk.moveTo(broadcast.id, await dueOf(broadcast, due, parts));
  return shownWhen(state, parts) ?? "at once";
}

/** The time of the first who gets it. */
async function dueOf(
  { id }: Broadcast,
  due: Timed["due"],
  { desk, zones, now }: MovingParts & { readonly now: Date },
): Promise<{ readonly at: number; readonly theirs?: Theirs }> {
  if (due?.theirs === undefined) return { at: due?.at ?? now.getTime() };
  const targets: { readonly id: string; readonly isPerson: boolean }[] = [];
  for await (const { userId, channelId } of desk.deliveries(id))
    targets.push({ id: userId ?? channelId, isPerson: userId !== undefined });
  const { theirs } = due;
  const times = [...(await zones.of(targets)).values()].map(({ zone }) => momentThere(theirs, zone));
  return { at: Math.min(...times), theirs };
}
