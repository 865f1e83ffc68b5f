/** The buttons of a broadcast, and what to write instead where the server cannot call the bot. */
import { type Action, type Context, type PluginScope, UserError, type Workplace, button, z } from "matterwright";
import type { Broadcast } from "../broadcast.ts";
import { type Entry, shownOf } from "../store/book.ts";

export interface Steering {
  /** What can be done with a broadcast now. */
  readonly of: (entry: Entry) => { readonly actions: readonly Action[]; readonly hint: string };
  /** The same as what to write. */
  readonly hint: (broadcast: Broadcast) => string;
}

/** What a button does, with who clicked it. */
export type Deed = "pause" | "resume" | "skip" | "cancel" | "retry";

const carried = { id: z.string() };

/** @param act does it. @throws UserError when this person may not */
export function steering(
  bot: PluginScope,
  workplace: Pick<Workplace, "urlOf">,
  act: (deed: Deed, id: string, ctx: Context<"click">) => Promise<unknown>,
): Steering {
  const make = (deed: Deed) =>
    button(`broadcast${deed}`, carried, async (ctx, { id }) => {
      await act(deed, id, ctx).catch(async (error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        await ctx.reply(error.message);
      });
    });
  const buttons = {
    pause: make("pause"),
    resume: make("resume"),
    skip: make("skip"),
    cancel: make("cancel"),
    retry: make("retry"),
  };
  bot.use(...Object.values(buttons));
  const labels: Readonly<Record<Deed, string>> = {
    pause: "Pause",
    resume: "Resume",
    skip: "Skip the next time",
    cancel: "Cancel",
    retry: "Retry failed",
  };
  const hasButtons = (): boolean => workplace.urlOf("/") !== undefined;
  return {
    hint,
    of: (entry) => {
      const { id } = entry.record;
      const broadcast = shownOf(entry);
      if (!hasButtons()) return { actions: [], hint: hint(broadcast) };
      const { draft, keeperId = draft.authorId } = entry.record;
      const options = { for: [keeperId] } as const;
      return { actions: possible(broadcast).map((deed) => buttons[deed](labels[deed], { id }, options)), hint: "" };
    },
  };
}

function hint(broadcast: Broadcast): string {
  return possible(broadcast)
    .map((deed) => `\`broadcast ${deed} ${broadcast.id}\``)
    .join(" · ");
}

function possible({ state, recalled, counts }: Broadcast): Deed[] {
  if (recalled !== undefined) return [];
  if (state === "sending") return ["pause", "cancel"];
  if (state === "repeating") return ["skip", "pause", "cancel"];
  if (state === "paused") return ["resume", "cancel"];
  if (state === "scheduled") return ["cancel"];
  return counts.failed > 0 && state !== "cancelled" ? ["retry"] : [];
}
