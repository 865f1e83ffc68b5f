/** The reminders as people meet them: hours pass in milliseconds, and the bot may die in between. */
import { type Stage, stage } from "@matterwright/testing";
import { Bot, type BotOptions } from "matterwright";
import { expect, test } from "vitest";
import reminders from "./reminders.ts";

const make = (options: BotOptions): Bot => new Bot(options).plugin(reminders);

/** What the bot writes to somebody's direct messages. */
async function inbox(town: Stage, who: string): Promise<string[]> {
  await town.person(who).looksAt("@wright");
  const { posts } = town.person(who);
  return posts.map(({ message }) => message).filter((text) => text.startsWith(":alarm_clock:"));
}

test("reminds in time, once, through a restart and a death", async () => {
  await using town = await stage(make);
  const ben = town.person("ben");
  await ben.says("!remind me in 20 min to take the cake out");
  expect(ben.sees).toBe("I will remind you on Thu 2026-01-01 08:20, in 20 minutes.");
  await town.restart();
  await town.wait("19m");
  expect(await inbox(town, "ben")).toEqual([]);
  town.kill();
  await town.restart();
  await town.wait("2m");
  expect(await inbox(town, "ben")).toEqual([":alarm_clock: take the cake out"]);
  await town.wait("2h");
  expect(await inbox(town, "ben")).toHaveLength(1);
});

test("comes late when the bot was away, and says so", async () => {
  await using town = await stage(make);
  await town.person("ben").says("!remind me in 20 min take the cake out");
  await town.stop();
  await town.wait("1h20m");
  await town.restart();
  expect(await inbox(town, "ben")).toEqual([":alarm_clock: take the cake out _(1 hour late: I was away)_"]);
});

test("understands times as the person's clock shows them, and reminds a channel without waking everybody", async () => {
  await using town = await stage(make);
  const ben = town.person("ben");
  const timezone = { useAutomaticTimezone: "false", manualTimezone: "Asia/Kolkata", automaticTimezone: "" };
  await ben.calls("PUT /api/v4/users/me/patch", { timezone });
  await ben.says("!remind here tomorrow 9:00 @channel the week begins", { in: "ops" });
  expect(ben.sees).toBe("I will remind this channel on Fri 2026-01-02 09:00, in 19 hours 29 minutes.");
  await town.wait("19h31m");
  expect(ben.sees).toContain("the week begins");
  expect(ben.sees).not.toMatch(/(^|\s)@channel/);
});

test("understands a time of many words as a whole", async () => {
  await using town = await stage(make);
  const ben = town.person("ben");
  await ben.says("!remind me in 1 hour and 5 minutes call Ann");
  expect(ben.sees).toBe("I will remind you on Thu 2026-01-01 09:05, in 1 hour 5 minutes.");
  await town.wait("1h6m");
  expect(await inbox(town, "ben")).toEqual([":alarm_clock: call Ann"]);
});

test("are listed, and taken back by whose they are", async () => {
  await using town = await stage(make);
  const [ben, cat] = [town.person("ben"), town.person("cat")];
  await ben.says("!remind me in 2h call Ann");
  await ben.says("!remind me in 1h have lunch");
  await ben.says("!remind list");
  expect(ben.sees.split("\n").slice(0, 2)).toEqual([
    "- **2** · Thu 2026-01-01 09:00 · have lunch",
    "- **1** · Thu 2026-01-01 10:00 · call Ann",
  ]);
  await cat.says("!remind cancel 2");
  expect(cat.sees).toBe("You have no reminder 2.");
  await ben.says("!remind cancel 2");
  expect(ben.sees).toBe("I will not remind you of this: have lunch");
  await town.wait("3h");
  expect(await inbox(town, "ben")).toEqual([":alarm_clock: call Ann"]);
});

test("says what it does not understand", async () => {
  await using town = await stage(make);
  const ben = town.person("ben");
  await ben.says("!remind me some time of something");
  expect(ben.sees).toMatch(/^I do not see a time and a text in `some time of something`/);
  await ben.says("!remind me 2025-01-01 the old year");
  expect(ben.sees).toBe("`2025-01-01` is over: give me a time to come.");
  await ben.says("!remind list");
  expect(ben.sees).toBe("You will be reminded of nothing.");
});
