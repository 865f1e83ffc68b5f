import * as z from "zod";

export interface RestOptions {
  /** What looks like a flag belongs to it too, as soon as everything before it is given: the words of another program's command line. */
  readonly verbatim?: boolean;
}

/**
 * An argument that takes everything to the end of the message, exactly as it was typed: line breaks, quotes, double
 * spaces and all. It must be the last argument of its command. Refine it like any text.
 *
 * @example
 * bot.command("announce", { about: "Say it everywhere", args: { to: channel, text: rest().max(4000) } }, …)
 * // !announce ~town-square Lunch is here:
 * // - soup
 * // - bread
 */
export function rest({ verbatim = false }: RestOptions = {}): z.ZodString {
  return z.string().meta({ kind: "rest", verbatim });
}
