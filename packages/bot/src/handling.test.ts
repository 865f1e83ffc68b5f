/** Two handlers of one channel that end at the same moment, and a death between what the one and the other writes. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type Durable, memoryDurable } from "./index.ts";

test("what was not written before the death is done after it", async () => {
  let kill = (): void => {};
  const dying = (durable: Durable): Durable => {
    const inner = durable.transaction.bind(durable);
    const transaction: Durable["transaction"] = async (work, options) => {
      let hasPromised = false;
      const value = await inner(async (tx) => {
        const add: typeof tx.outbox.add = (intent) => ((hasPromised = true), tx.outbox.add(intent));
        return work({ ...tx, outbox: { ...tx.outbox, add } });
      }, options);
      if (hasPromised) kill();
      return value;
    };
    return Object.assign(durable, { transaction });
  };
  const waiting: (() => void)[] = [];
  await using town = await stage(
    (options) =>
      new Bot(options).hears(/^vote (\w+)$/, async (ctx, [, name]) => {
        if (ctx.update.recovered === undefined) await new Promise<void>((resolve) => waiting.push(resolve));
        await ctx.reply(`${name} counted`, { durable: true });
      }),
    { durable: (clock) => dying(memoryDurable(clock)) },
  );
  const ben = town.sim.person("ben");
  await ben.says("vote one");
  await ben.says("vote two");
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(waiting).toHaveLength(2);
  kill = () => {
    kill = () => {};
    town.kill();
  };
  for (const end of waiting.splice(0)) end();
  await town.wait("1s");
  expect(town.life.isOver).toBe(true);
  await town.restart();
  await town.wait("3m");
  const said = town.person("ann").posts.map(({ message }) => message);
  expect(said.filter((message) => message.endsWith("counted")).toSorted()).toEqual(["one counted", "two counted"]);
});
