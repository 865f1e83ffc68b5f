/** The bot of the Errbot article, as its administrator meets it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import chatops from "@matterwright/chatops";
import { type Stage, stage } from "@matterwright/testing";
import { type AccessOptions, Bot } from "matterwright";
import { expect, test } from "vitest";
import dailyMessage from "./plugins/daily-message/index.ts";

const access = JSON.parse(readFileSync(join(import.meta.dirname, "access.json"), "utf8")) as AccessOptions;
/** Half past six in Oslo, where Ann lives. */
const startMs = Date.UTC(2026, 10, 20, 5, 30);

const standing = (config: Readonly<Record<string, unknown>> = {}): Promise<Stage> =>
  stage((options) => new Bot({ ...options, access }).plugin(chatops).plugin(dailyMessage, config), { startMs });

async function livingIn(town: Stage, zone: string): Promise<void> {
  const ann = town.person("ann");
  const { id } = await ann.calls<{ id: string }>("GET /api/v4/users/me");
  const timezone = { useAutomaticTimezone: "false", manualTimezone: zone, automaticTimezone: "" };
  await ann.calls(`PUT /api/v4/users/${id}/patch`, { timezone });
}

async function told(town: Stage): Promise<readonly string[]> {
  await town.person("ann").looksAt("@wright");
  // The server itself says something too when a bot first writes to somebody.
  const messages = town.person("ann").posts.map(({ message }) => message);
  return messages.filter((message) => message.startsWith("Good morning!"));
}

test("tells the administrator every morning, at seven where she lives, once each day whatever is restarted", async () => {
  await using town = await standing();
  await livingIn(town, "Europe/Oslo");
  await town.restart();
  await town.wait("29m");
  expect(await told(town)).toEqual([]);
  await town.wait("1m");
  expect(await told(town)).toEqual([
    [
      "Good morning! I'm alive and well. 🌞",
      "",
      "🕒 Uptime: 29 minutes 59 seconds",
      "💡 Health: Healthy ✅",
      "🧩 Plugins: 2 of 2 active",
      "📅 Time: Fri 2026-11-20 07:00",
    ].join("\n"),
  ]);
  await town.restart();
  expect(await told(town)).toHaveLength(1);
  await town.wait("24h");
  expect(await told(town)).toHaveLength(2);
});

test("follows her into another time zone", async () => {
  await using town = await standing();
  await livingIn(town, "America/New_York");
  await town.wait("2h");
  expect(await told(town)).toEqual([]);
  await town.wait("4h30m");
  expect((await told(town)).at(-1)).toContain("📅 Time: Fri 2026-11-20 07:00");
});

test.each([
  ["once", 1],
  ["skip", 0],
] as const)("a morning that it slept through: %s", async (missed, count) => {
  await using town = await standing({ missed, timezone: "Europe/Oslo" });
  await town.stop();
  town.clock.jump(startMs + 3 * 3_600_000);
  await town.restart();
  await town.wait("1m");
  const messages = await told(town);
  expect(messages).toHaveLength(count);
  for (const message of messages) expect(message).toContain("_(meant for Fri 2026-11-20 07:00: I was away)_");
});

test("tells the same when she asks, and obeys nobody else", async () => {
  await using town = await standing();
  const ann = town.person("ann");
  await ann.says("!daily stats", { in: "ops" });
  expect(ann.sees).toMatch(
    /^Manual stats:\n\n🕒 Uptime: .*\n💡 Health: Healthy ✅\n🧩 Plugins: 2 of 2 active\n📅 Time: Fri 2026-11-20 05:30/,
  );
  const ben = town.person("ben");
  for (const call of ["!daily stats", "!status", "!plugin list"]) {
    await ben.says(call, { in: "ops" });
    expect(ben.sees).not.toMatch(/Uptime|All is well|chatops/);
  }
});

test("says which plugin is not well", async () => {
  await using town = await standing();
  const ann = town.person("ann");
  await ann.says("!plugin config daily-message at=7am", { in: "@wright" });
  expect(ann.sees).toContain("write a time like 07:00");
  await ann.says("!plugin config daily-message to=@nobody", { in: "@wright" });
  expect(ann.sees).toContain("and is as it was before");
  await ann.says("!daily stats");
  expect(ann.sees).toContain("Healthy ✅");
});
