/** Makes what every context of a bot shares. Called once, when the bot knows who it is. */
import type { Surroundings } from "../context/context.ts";
import type { BotOptions } from "../options.ts";
import { Verbs } from "../context/verbs.ts";

type Parts = Omit<Surroundings, "verbs" | "replyIn" | "admit"> & { readonly random: () => number };

export function surroundingsOf(
  { random, ...shared }: Parts,
  { fileAfterParts, replyIn = "place" }: Pick<BotOptions, "fileAfterParts" | "replyIn">,
): Surroundings {
  return { ...shared, replyIn, verbs: new Verbs({ ...shared, random, fileAfterParts }) };
}
