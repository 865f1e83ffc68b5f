/** What stands behind a plugin's part of the bot: for plugins that plan things, or wait for them, which come and go while they run. */
import type { Usable, Workplace } from "../install/install.ts";

/**
 * The place where a plugin stands: its clock, its log, its engine, and whatever else is given to what `bot.use` takes.
 *
 * @example
 * const { clock, durable } = placeOf(bot);
 */
export function placeOf(bot: { use(...things: readonly Usable[]): unknown }): Workplace {
  const found: Workplace[] = [];
  bot.use({
    install(workplace) {
      found.push(workplace);
      return () => {};
    },
  });
  return found[0] as Workplace;
}
