/** Two handlers of one channel that end at the same moment, and a death between what the one and the other writes. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot, type Durable, memoryDurable } from "../index.ts";

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

test("a direct reply waits for no disk, and a durable one for the one write that keeps it", async () => {
  let isSlow = false;
  let writes = 0;
  const free = Promise.withResolvers<void>();
  const slow = (durable: Durable): Durable => {
    const inner = durable.transaction.bind(durable);
    const transaction: Durable["transaction"] = async (work, options) => {
      if (isSlow) {
        writes++;
        await free.promise;
      }
      return inner(work, options);
    };
    return Object.assign(durable, { transaction });
  };
  await using town = await stage(
    (options) =>
      new Bot(options)
        .hears("ping", (ctx) => ctx.reply("pong"))
        .hears("vote", (ctx) => ctx.reply("counted", { durable: true })),
    { durable: (clock) => slow(memoryDurable(clock)) },
  );
  const said = (): string[] => town.person("ann").posts.map(({ message }) => message);
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const [ben, cat] = [town.sim.person("ben"), town.sim.person("cat")];
  isSlow = true;
  await ben.says("ping");
  await turns();
  expect(said()).toContain("pong");
  const before = writes;
  await cat.says("vote");
  await turns();
  expect([said().includes("counted"), writes - before]).toEqual([false, 1]);
  free.resolve();
  await town.rest();
  expect(said()).toContain("counted");
});
