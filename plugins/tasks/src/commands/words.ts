/** How commands about tasks speak: times in the reader's zone, results as signs. */
import { type CommandContext, type PastRun, inWords } from "matterwright";

/** The zone in which somebody reads times: their own, or another where they have chosen none. */
export async function zoneFor(ctx: CommandContext, otherwise: string): Promise<string> {
  return (await ctx.find.chosenZone()) ?? otherwise;
}

const SIGNS: Readonly<Record<PastRun["result"], string>> = {
  done: ":white_check_mark: done",
  failed: ":x: failed",
  interrupted: ":warning: cut off",
  cancelled: ":no_entry_sign: cancelled",
  missed: "missed",
  skipped: "left out",
};

export function resultOf({ result }: PastRun): string {
  return SIGNS[result];
}

export function tookOf({ tookMs }: Pick<PastRun, "tookMs">): string {
  return tookMs === undefined ? "" : inWords(tookMs);
}
