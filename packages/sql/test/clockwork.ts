/** A bot whose schedules leave a count behind for each time that they were run for, and what is to be found when all has ended well. */
import { Bot, type BotOptions, type ScheduleBook, type ScheduleEvent, type Store, storeKey, z } from "matterwright";

const counts = storeKey("counts", z.number());

export interface Clockwork {
  readonly make: (options: BotOptions) => Bot;
  /** Times for which `once` was begun, in the order of their beginnings. */
  readonly begun: string[];
  /** Runs of `once` that were reported as cut off. */
  readonly interrupted: ScheduleEvent[];
}

/** @param when of both schedules: `again` may be run again when it was cut off, `once` may not */
export function clockwork(when: string): Clockwork {
  const begun: string[] = [];
  const interrupted: ScheduleEvent[] = [];
  return {
    begun,
    interrupted,
    make: (options) => {
      const bot = new Bot(options)
        .every("again", when, { missed: "all", rerunsAfterCrash: true }, (ctx, { planned }) =>
          ctx.write((tx) => counts.at(planned.toISOString()).update(tx.store, (count = 0) => count + 1)),
        )
        .every("once", when, { missed: "all" }, (_ctx, { planned }) => void begun.push(planned.toISOString()));
      bot.schedules.watch((event) => {
        if (event.kind === "interrupted" && event.schedule === "once") interrupted.push(event);
      });
      return bot;
    },
  };
}

/** How often something was written for each time, in their order. */
export async function written(store: Store): Promise<readonly (readonly [time: string, count: unknown])[]> {
  const stored = await store.list("counts/", { limit: 1_000 });
  return stored.map(({ key, value }) => [key.slice("counts/".length), value]);
}

/** What has been run of a schedule, by its own memory. */
export async function lastRun(book: ScheduleBook, name: string): Promise<number> {
  return Math.max(0, ...(await book.get(name)).past.map(({ planned }) => planned));
}
