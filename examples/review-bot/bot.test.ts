/** The review bot as people meet it, reachable by its server and not. */
import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { reviewBot } from "./bot.ts";

test("somebody approves", async () => {
  await using town = await stage(reviewBot);
  const ben = town.person("ben");
  await ben.says("!review MW-7", { in: "ops" });
  await ben.clicks("Approve");
  expect(ben.sees).toBe("MW-7 approved by @ben");
});

test("somebody rejects, and has to say why", async () => {
  await using town = await stage(reviewBot);
  const ben = town.person("ben");
  await ben.says("!review MW-7", { in: "ops" });
  await ben.clicks("Reject…");
  expect(await ben.submits({ why: "no" })).toHaveProperty("errors.why");
  expect(await ben.submits({ why: "It has no tests." })).toEqual({});
  expect(ben.sees).toBe("MW-7 rejected by @ben: It has no tests.");
});

test("somebody is asked to look at it", async () => {
  await using town = await stage(reviewBot);
  const ben = town.person("ben");
  await ben.says("!review MW-7", { in: "ops" });
  await ben.chooses("Assign to…", town.town.people.cat.id);
  expect(ben.sees).toBe("@cat looks at MW-7");
});

test("behind a firewall the same choices are reactions and answers", async () => {
  await using town = await stage(reviewBot, { callbackUrl: false });
  const ben = town.person("ben");
  await ben.says("!review MW-7", { in: "@wright" });
  expect(ben.sees).toContain("1. Approve");
  await ben.says("1");
  expect(ben.posts.map(({ message }) => message)).toContain("MW-7 approved by @ben");
});
