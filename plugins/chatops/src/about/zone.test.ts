/** What the built-in commands say of times, to somebody who lives elsewhere. */
import { stage } from "@matterwright/testing";
import { Bot } from "matterwright";
import { expect, test } from "vitest";
import chatops from "../index.ts";

test("times are in the asker's time zone, which they name", async () => {
  await using town = await stage((options) =>
    new Bot(options).plugin(chatops).command("work", { about: "W" }, (ctx) => ctx.reply("worked")),
  );
  const ann = town.person("ann");
  const { id } = await ann.calls<{ id: string }>("GET /api/v4/users/me");
  const timezone = { useAutomaticTimezone: "false", manualTimezone: "Asia/Tokyo", automaticTimezone: "" };
  await ann.calls(`PUT /api/v4/users/${id}/patch`, { timezone });
  await ann.says("!work", { in: "ops" });
  await ann.says("!access deny work --user @cat", { in: "ops" });
  for (const call of ["uptime", "status", "status connection", "history", "access list", "access audit"]) {
    await ann.says(`!${call}`, { in: "ops" });
    expect(`${call}: ${ann.sees}`).toContain("2026-01-01 17:00 Asia/Tokyo");
    expect(`${call}: ${ann.sees}`).not.toContain("UTC");
  }
  const ben = town.person("ben");
  await ben.says("!uptime", { in: "ops" });
  expect(ben.sees).toContain("2026-01-01 08:00 UTC");
});
