import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { announceBot } from "./bot.ts";

test("an announcement waits for its hour, through a restart", async () => {
  await using town = await stage(announceBot);
  const [ann, ben] = [town.person("ann"), town.person("ben")];
  await ann.says("announce", { in: "@wright" });
  for (const answer of ["Lunch is here", "~ops", "later", "1h"]) await ann.says(answer);
  expect(ann.sees).toContain("**Shall I send it?**");
  await town.restart();
  await ann.says("yes");
  expect(ann.sees).toBe("It will go out. ✅");
  await ben.looksAt("ops");
  const before = ben.sees;
  await town.wait("59m");
  expect(ben.sees).toBe(before);
  await town.wait("1m");
  expect(ben.sees).toBe("Lunch is here");
});
