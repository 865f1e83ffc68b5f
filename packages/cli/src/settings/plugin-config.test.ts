/** `plugins.json`: what plugins are configured with, kept with the rest of a set-up. */
import { stage } from "@matterwright/testing";
import { Bot, plugin, z } from "matterwright";
import { expect, test } from "vitest";
import { TestingHome } from "../../test/home.ts";
import { strangePlugins } from "./plugin-config.ts";
import { settingsOf } from "./settings.ts";

const home = new TestingHome("plugins json");

const configs = (text: string, env: Readonly<Record<string, string>> = {}) => {
  home.write("plugins.json", text);
  return settingsOf(env, home.path).pluginConfigs;
};

test("errbot-39 configures plugins, with secrets out of variables; what is set from chat counts for more, until it is reset", async () => {
  const { byName, secrets } = configs('{"greeter": {"greeting": "Moin", "keys": ["${GREETER_KEY}"]}, "other": {}}', {
    GREETER_KEY: "swordfish",
  });
  expect(secrets).toEqual(["swordfish"]);
  const config = z.object({ greeting: z.string().default("Hello"), keys: z.array(z.string().meta({ secret: true })) });
  const greeter = plugin({
    name: "greeter",
    config,
    setup: (bot, { greeting, keys }) => void bot.hears("hi", (ctx) => ctx.reply(`${greeting} ${keys[0]?.length}`)),
  });
  const managers: { configure(name: string, changes: Record<string, unknown> | undefined): Promise<void> }[] = [];
  const managing = plugin({ name: "managing", setup: (bot) => void managers.push(bot.manage) });
  await using town = await stage((options) =>
    new Bot({ ...options, pluginConfigs: byName }).plugin(greeter).plugin(managing),
  );
  const hears = async (): Promise<string> => {
    await town.person("ben").says("hi");
    return town.person("ben").sees;
  };
  expect(await hears()).toBe("Moin 9");
  await managers[0]?.configure("greeter", { greeting: "Hey" });
  expect(await hears()).toBe("Hey 9");
  await managers[0]?.configure("greeter", undefined);
  expect(await hears()).toBe("Moin 9");
});

test.each([
  ["{", "plugins.json is no JSON"],
  ["[]", "plugins.json has to name plugins"],
  ['{"karma": 3}', "plugins.json has to name plugins"],
  [
    '{"karma": {"a": [{"b": "${NOT_SET}"}]}}',
    "plugins.json: karma.a.0.b is to be the variable NOT_SET, which is not set.",
  ],
])("%s: %s", (text, sentence) => {
  expect(() => configs(text)).toThrow(sentence);
});

test("a plugin that is not there is pointed out, with the one that was meant", () => {
  const plugins = [{ name: "karma" }, { name: "greeter" }];
  expect(strangePlugins({ karma: {}, kamra: {}, weather: {} }, plugins)).toEqual([
    "plugins.json configures kamra, and there is no such plugin: it has no effect. Did you mean karma?",
    "plugins.json configures weather, and there is no such plugin: it has no effect. There are greeter, karma.",
  ]);
});

test("without the file nothing is configured", () => {
  expect(settingsOf({}, home.path).pluginConfigs).toEqual({ byName: {}, secrets: [] });
});
