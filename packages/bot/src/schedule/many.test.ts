/** Very many schedules: they cost no more wake-ups than one, and each is run at its own minute. */
import type { Clock } from "@matterwright/clock";
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type BotOptions } from "../index.ts";

const MANY = 10_000;
/** On a machine that has much else to do. */
const PATIENCE = { timeout: 120_000 };

/** How often a bot sets a timer within an hour in which none of its schedules is due. */
async function timersInAnHour(count: number): Promise<number> {
  let set = 0;
  const counting = (clock: Clock): Clock => ({
    now: () => clock.now(),
    after: (delayMs, fire) => {
      set++;
      return clock.after(delayMs, fire);
    },
  });
  await using town = await stage((options) => {
    const bot = new Bot({ ...options, clock: counting(options.clock as Clock) });
    for (let n = 0; n < count; n++) bot.every(`s${n}`, `${n % 60} 20 * * *`, () => {});
    return bot;
  });
  set = 0;
  await town.wait("1h");
  return set;
}

test("ten thousand schedules wake the bot as seldom as one does", PATIENCE, async () => {
  const [one, many] = [await timersInAnHour(1), await timersInAnHour(MANY)];
  expect(Math.abs(many - one)).toBeLessThanOrEqual(2);
});

test("ten thousand schedules are each run at their minute, once", PATIENCE, async () => {
  const late: number[] = [];
  const times = new Map<string, number>();
  const make = (options: BotOptions): Bot => {
    const bot = new Bot(options);
    for (let n = 0; n < MANY; n++)
      bot.every(`s${n}`, `${n % 60} * * * *`, { overlap: "allow" }, (ctx, { name, planned }) => {
        times.set(name, (times.get(name) ?? 0) + 1);
        late.push(ctx.now.getTime() - planned.getTime());
      });
    return bot;
  };
  await using town = await stage(make);
  await town.wait("30m");
  await town.restart();
  await town.wait("30m");
  expect(times.size).toBe(MANY);
  expect(new Set(times.values())).toEqual(new Set([1]));
  expect(Math.max(...late)).toBe(0);
});
