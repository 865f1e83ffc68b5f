import { stage } from "@matterwright/testing";
import { expect, test } from "vitest";
import { Bot } from "./bot.ts";
import type { BotOptions } from "./options.ts";

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

test.each(["/actions/dialogs/", "/api/v4/commands", "/api/v4/users/me/teams", "/teams"])(
  "one that is stopped while it waits for %s gives up in silence what it was still about to try",
  async (path) => {
    let held = 0;
    await using town = await stage((options) => {
      const http: NonNullable<BotOptions["http"]> = (request) => {
        if (!request.url.includes(path) || request.url.includes("/users/me?")) return options.http!(request);
        held++;
        return new Promise(() => {});
      };
      return new Bot({ ...options, http }).command("deploy", { about: "Ship" }, () => {});
    });
    expect(held).toBeGreaterThan(0);
    await town.bot.stop({ drainMs: 0 });
    await town.wait("1h");
    const said = town.log.filter(({ level }) => level === "warn" || level === "error");
    expect(said).toEqual([]);
    expect(town.log.at(-1)?.message).toBe("the bot has stopped");
  },
);
