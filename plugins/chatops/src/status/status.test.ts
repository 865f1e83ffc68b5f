/** `!status` of a bot whose plugins do not behave: who floods, who hangs, and that everything else goes on. */
import { sleep } from "@matterwright/clock";
import { stage } from "@matterwright/testing";
import { type Beat, Bot, type BotOptions, type PluginScope, type Pulse, plugin } from "matterwright";
import { expect, test } from "vitest";
import chatops from "../index.ts";

const shop = (options: BotOptions): Bot =>
  new Bot({ ...options, storm: { repliesPerMinute: 5 } }).plugin(chatops).plugin(
    plugin({
      name: "shop",
      setup(bot) {
        bot.command("spam", { about: "Too much" }, async (ctx) => {
          for (let number = 0; number < 50; number++) await ctx.reply(`spam ${number}`);
        });
        bot.command("hang", { about: "No end" }, () => sleep(options.clock as NonNullable<BotOptions["clock"]>, 1e9));
        bot.command("basket", { about: "Behave" }, (ctx) => ctx.reply("a basket"));
      },
    }),
  );

test("a plugin that floods is silent there alone, is named, and the rest goes on", async () => {
  await using town = await stage(shop);
  const ann = town.person("ann");
  await ann.says("!spam", { in: "ops" });
  expect(ann.posts.filter(({ message }) => message.startsWith("spam"))).toHaveLength(5);
  await ann.says("!status", { in: "ops" });
  expect(ann.sees).toMatch(
    /^:warning: \*\*Not all is well:\*\* the plugin `shop` answered too often in 1 place, and is silent there for another \d+ minutes/,
  );
  await ann.says("!plugin list", { in: "ops" });
  expect(ann.sees).toContain("active, :mute: silent where it answered too often");
  await ann.looksAt("@wright");
  expect(ann.sees).toContain("The plugin `shop` answered 5 times within a minute in ~ops");
  const cat = town.person("cat");
  await cat.says("!basket", { in: "ops" });
  expect(cat.sees).toBe("a basket");
  await town.wait("11m");
  await ann.says("!basket", { in: "ops" });
  expect(ann.sees).toBe("a basket");
  await ann.says("!status");
  expect(ann.sees).toContain("All is well");
});

test("a command that does not end is named, and keeps nobody else waiting", async () => {
  await using town = await stage(shop);
  const ben = town.person("ben");
  await ben.says("!hang", { in: "ops" });
  await town.wait("12m");
  const ann = town.person("ann");
  await ann.says("!status", { in: "ops" });
  expect(ann.sees).toContain("`hang` of `shop` has been running for 12 minutes (see `!running`)");
  await ann.says("!cancel 1");
  await ann.says("!status");
  expect(ann.sees).toContain("All is well");
});

test("who holds everything up is named, for a while", async () => {
  let ms = 0;
  let beat: (told: Beat) => void = () => {};
  const pulse: Pulse = { now: () => ms, cpuMs: () => ms, every: (_, act) => ((beat = act), () => {}) };
  const setup = (bot: PluginScope): void => void bot.command("sum", { about: "Compute" }, () => void (ms += 2_340));
  await using town = await stage((options) => shop({ ...options, pulse }).plugin(plugin({ name: "heavy", setup })));
  const ann = town.person("ann");
  await ann.says("!sum", { in: "ops" });
  await town.wait("4m");
  await ann.says("!status", { in: "ops" });
  expect(ann.sees).toContain(
    ":warning: **Not all is well:** `heavy command sum` held everything up for 2.3 s, 4 minutes ago.",
  );
  beat({ lateMs: 0, busyMs: 0 });
  ms += 5_000;
  beat({ lateMs: 5_000, busyMs: 5_000 });
  await ann.says("!status", { in: "ops" });
  expect(ann.sees).toContain(
    "something held everything up for at least 5.0 s, less than a second ago, and 1 more time before that.",
  );
  await town.wait("11m");
  await ann.says("!status", { in: "ops" });
  expect(ann.sees).toContain("All is well");
});

test("what is no part of the status is told with those that are", async () => {
  await using town = await stage(shop);
  const ben = town.person("ben");
  await ben.says("!status lod", { in: "ops" });
  expect(ben.sees).toContain(
    "`part` must be one of `plugins`, `connection`, `load`, `jobs`, `callbacks`, not `lod`. Did you mean `load`?",
  );
  expect(ben.sees.match(/did you mean/gi)).toHaveLength(1);
  await ben.says("!status gc");
  expect(ben.sees).toContain("| Process |");
});
