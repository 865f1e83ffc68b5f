import * as z from "zod";

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
export function rest(): z.ZodString {
  return z.string().meta({ kind: "rest" });
}
