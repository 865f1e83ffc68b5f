import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot } from "./bot.ts";

test("a bot that has stopped sends nothing more of what still waited for the server's pace", async () => {
  const settings = { "RateLimitSettings.Enable": true } as const;
  await using town = await stage((options) => new Bot(options), { settings });
  const { posts } = town.bot.rest.with({ lane: "bulk" });
  const channel_id = town.town.channels.ops.id;
  const sent = Promise.allSettled(Array.from({ length: 300 }, () => posts.create({ channel_id, message: "Notice" })));
  await town.wait("2s");
  const count = (): number => (town.sim.world.postsOfChannel.get(channel_id) ?? []).length;
  const before = count();
  await town.bot.stop({ drainMs: 0 });
  const ends = await sent;
  const failed = ends.filter((end) => end.status === "rejected");
  expect(failed.length).toBeGreaterThan(100);
  expect(String((failed[0] as PromiseRejectedResult).reason)).toContain(
    "gave up before an answer came: the bot has stopped",
  );
  await town.wait("1h");
  expect(count()).toBe(before);
  expect(town.clock.nextAt).toBeUndefined();
});
