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

test("says so without a list when everybody has spoken", async () => {
  await using town = await stage((options) => new Bot(options));
  const rest = clientIn(town);
  const members = await Array.fromAsync(rest.channels.allMembers(town.town.channels.ops.id));
  const usernames = (await rest.users.byIds(members.map(({ user_id: id }) => id))).map(({ username }) => username);
  for (const name of usernames.filter((username) => username !== "wright"))
    await town.person(name).says("I have", { in: "ops" });
  await rest.posts.create({ channel_id: town.town.channels.ops.id, message: "I have" });
  expect(await reportSilence(rest, "demo", "ops")).toBe(0);
  expect(town.person("ann").posts.at(-1)).toMatchObject({
    message: "0 have not said anything here yet.",
    file_ids: [],
  });
});

test("says what is wrong with an empty file", async () => {
  await using town = await stage((options) => new Bot(options));
  const { files } = clientIn(town);
  const refused = files.upload({ channel: town.town.channels.ops.id, name: "empty.txt", content: "" });
  await expect(refused).rejects.toThrow("The server takes no empty file");
});

test("is told which permission is missing where it is no member, and what to do", async () => {
  await using town = await stage((options) => new Bot(options));
  const rest = clientIn(town);
  await rest.channels.removeMember(town.town.channels.ops.id, town.town.bot.id);
  const refused = await reportSilence(rest, "demo", "ops").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(PermissionError);
  expect((refused as PermissionError).hint).toMatch(/read_channel.*add the account to the channel/);
});
