/** Pain 16: two processes of one bot answer twice, and one is a single point of failure. Ours answer once, whichever of them lives. */
import { Bot, type BotOptions, memoryDurable, z } from "matterwright";
import { expect, test } from "vitest";
import { httpInto, socketInto, stage } from "../index.ts";

const parrot = (options: BotOptions): Bot =>
  new Bot(options).command("echo", { about: "Say it again", args: { n: z.string() } }, (ctx, { n }) =>
    ctx.reply(`done ${n}`, { durable: true }),
  );

test("each command is answered once, although the one that leads dies in the middle", async () => {
  await using town = await stage(parrot, {
    durable: (clock) => Object.assign(memoryDurable(clock), { isShared: true }),
  });
  const { clock, sim, durable } = town;
  const network = { http: httpInto(sim), connect: socketInto(sim) };
  const other = parrot({
    url: "http://simulator",
    token: town.town.bot.token,
    clock,
    durable,
    random: () => 0.3,
    ...network,
  });
  const started = other.start();
  await town.wait("1s");
  await started;
  const ann = town.person("ann");
  await ann.looksAt("ops");
  for (let n = 0; n < 10; n++) await ann.says(`!echo ${n}`);
  town.kill();
  for (let n = 10; n < 20; n++) await ann.says(`!echo ${n}`);
  await town.wait("1m");
  const answers = ann.posts.filter(({ user_id: author }) => author === town.town.bot.id);
  expect(answers.map(({ message }) => message).toSorted()).toEqual(
    Array.from({ length: 20 }, (_, n) => `done ${n}`).toSorted(),
  );
  await other.stop({ drainMs: 0 });
});
