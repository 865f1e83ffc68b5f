/** The script of the client's README, in the demo town. */
import { PermissionError, type Rest, createRest } from "@matterwright/client";
import { type Stage, httpInto, stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { expect, test } from "vitest";
import { reportSilence } from "./report.ts";

/** The client alone, with the bot's token. */
function clientIn({ sim, town }: Stage): Rest {
  return createRest({ url: "http://localhost", token: town.bot.token, http: httpInto(sim) });
}

test("tells how many have not said anything, with a list", async () => {
  await using town = await stage((options) => new Bot(options));
  const ben = town.person("ben");
  await ben.says("I have", { in: "ops" });
  const silent = await reportSilence(clientIn(town), "demo", "ops");
  expect(silent).toBeGreaterThan(0);
  expect(ben.sees).toBe(`${silent} have not said anything here yet.`);
  expect(await reportSilence(clientIn(town), "demo", "ops")).toBe(silent - 1);
});

test("is told which permission is missing where it is no member, and what to do", async () => {
  await using town = await stage((options) => new Bot(options));
  const rest = clientIn(town);
  await rest.channels.removeMember(town.town.channels.ops.id, town.town.bot.id);
  const refused = await reportSilence(rest, "demo", "ops").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(PermissionError);
  expect((refused as PermissionError).hint).toMatch(/read_channel.*add the account to the channel/);
});
