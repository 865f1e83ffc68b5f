/** The hello bot as people meet it: on a stage, without a server and without waiting. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { helloBot } from "./bot.ts";

test("greets whoever mentions it", async () => {
  await using town = await stage(helloBot);
  const ben = town.person("ben");
  await ben.says("Good morning @wright");
  expect(ben.sees).toBe("Hello, @ben!");
});

test("rolls a die of the wanted size, and says so when there is no such die", async () => {
  await using town = await stage(helloBot);
  const cat = town.person("cat");
  await cat.says("!roll");
  expect(cat.sees).toMatch(/^You rolled a [1-6]\.$/);
  await cat.says("!roll 1");
  expect(cat.sees).toContain("`sides` must be at least 2, not `1`.");
});
