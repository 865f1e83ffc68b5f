/** Many commands, and many calls: what is found, what can be read, and who waits for whom. */
import { stage } from "@matterwright/testing";
import { Bot, type BotOptions, plugin, z } from "matterwright";
import { describe, expect, test } from "vitest";
import chatops from "./index.ts";

const crowd = plugin({
  name: "crowd",
  about: "A crowd",
  setup(bot) {
    for (let index = 0; index < 10_000; index++) {
      const about = index % 1_000 === 7 ? "Water the plants" : "One of many";
      bot.command(`task-${index}`, { about, adminOnly: index % 2_000 === 7, details: `Number ${index}.` }, (ctx) =>
        ctx.reply(`did ${index}`),
      );
    }
  },
});

describe("ten thousand commands", () => {
  test("are found, searched and listed in pages", async () => {
    await using town = await stage((options) => new Bot({ ...options, slash: false }).plugin(chatops).plugin(crowd));
    const ben = town.person("ben");
    const asks = async (text: string): Promise<string> => {
      await ben.says(text, { in: "ops" });
      return ben.sees;
    };
    expect(await asks("!task-9999")).toBe("did 9999");
    expect(await asks("!tsak-42")).toContain("`!task-42`");
    const plants = await asks("!apropos water plants");
    expect(plants.match(/\| `!task-\d+`/g)).toHaveLength(5);
    expect(plants).not.toContain("`!task-7`");
    expect(await asks("!apropos volcano")).toBe("No command of mine is about `volcano`.");
    expect(await asks("!apropos number 12 many")).toContain("Page 1 of");
    expect(await asks("!apropos --page 2 many")).toContain("Page 2 of 100: `!apropos --page 3 many` goes on");
    for (const call of ["!help", "!help crowd", "!help crowd 50", "!apropos many"]) {
      expect((await asks(call)).split("\n").length).toBeLessThan(120);
    }
  });
});

describe("a flood of a thousand commands", () => {
  test("keeps nobody else waiting, and whoever sent it is told once", async () => {
    const order: string[] = [];
    const slow = (options: BotOptions): Bot => {
      const clock = options.clock as NonNullable<BotOptions["clock"]>;
      return new Bot({ ...options, storm: { repliesPerMinute: Infinity } })
        .plugin(chatops)
        .command("work", { about: "Work", args: { number: z.string() } }, async (ctx, { number }) => {
          await new Promise<void>((resolve) => void clock.after(1_000, resolve));
          order.push(`${ctx.user.username} ${number}`);
          await ctx.reply(`done ${number}`);
        });
    };
    await using town = await stage(slow);
    const ben = town.person("ben");
    await ben.looksAt("ops");
    const { id } = town.town.channels.ops;
    const flood = Array.from({ length: 1_000 }, (_, index) =>
      ben.calls("POST /api/v4/posts", { channel_id: id, message: `!work ${index}` }),
    );
    await Promise.all(flood);
    await town.person("cat").says("!work now", { in: "ops" });
    await town.wait("1100ms");
    expect(order.filter((done) => done.startsWith("ben"))).toHaveLength(8);
    expect(order).toContain("cat now");
    await town.wait("60s");
    expect(order).toHaveLength(109);
    const bens = order.filter((done) => done.startsWith("ben"));
    expect(bens).toEqual(Array.from({ length: 108 }, (_, index) => `ben ${index}`));
    const notices = ben.posts.filter(({ message }) => message.startsWith("So many of your commands are waiting"));
    expect(notices).toHaveLength(1);
  });
});
