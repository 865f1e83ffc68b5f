/** A schedule as its author writes it: given to `bot.use`, or made by `bot.every`. */
import type { Installable } from "../install/install.ts";
import type { ScheduleHandler, ScheduleOptions, When } from "../install/planned.ts";

/** Given to `bot.use`, it is planned from then on. */
export interface Schedule extends Installable {
  readonly name: string;
  /** Takes it away again. What is known about it stays, for when one of its name is added again. */
  remove(): void;
}

/** What `bot.every` takes: the options may be left out. */
export type EveryArguments =
  | readonly [name: string, when: When, handler: ScheduleHandler]
  | readonly [name: string, when: When, options: ScheduleOptions, handler: ScheduleHandler];

/**
 * Plans something for times: durably, and each time once, however often the bot is started and in however many processes.
 *
 * @param name letters, digits, dots, dashes and underscores; what is known about its times is kept under it
 * @param when a cron line, `"@daily"`, `"every 15 min"`, `"in 2 h"`, `"2026-12-24 18:00"`, a `Date`, or `"never"`
 * @throws MisuseError, when it is given to a bot, for a time that is none or never comes, and for an unknown zone.
 * @example
 * const standup = every("standup", "0 9 * * 1-5", { timezone: "Europe/Berlin" }, (ctx) => ctx.to("~standup").post("Good morning!"));
 * bot.use(standup);
 */
export function every(...given: EveryArguments): Schedule {
  const [name, when] = given;
  const [options, handler] = given.length === 3 ? [{}, given[2]] : [given[2], given[3]];
  const undo = new Set<() => void>();
  return {
    name,
    install(workplace) {
      const end = workplace.plan({ ...options, name, when, handler });
      undo.add(end);
      return () => {
        undo.delete(end);
        end();
      };
    },
    remove() {
      for (const end of undo) end();
      undo.clear();
    },
  };
}
