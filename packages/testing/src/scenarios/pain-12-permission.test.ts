/** Pain 12: a bot lacks a permission, nobody says which, and it is made a system administrator. Ours names it, and who grants it. */
import { Bot } from "matterwright";
import { expect, test } from "vitest";
import { stage } from "../index.ts";

test("a bot that may not write where it shall says which permission it lacks, and how to give it", async () => {
  await using town = await stage((options) =>
    new Bot(options).command("tell", { about: "Tell the others" }, async (ctx) => {
      await ctx.to("~off-topic").post("hello");
    }),
  );
  town.sim.faults.channels.remove("off-topic", "wright");
  const ann = town.person("ann");
  await ann.says("!tell", { in: "ops" });
  const ref = /^Something went wrong\. Ref (\w+)$/.exec(ann.sees)?.[1];
  const line = town.log.find(({ level }) => level === "error");
  expect(line?.facts).toMatchObject({
    ref,
    error: {
      message: expect.stringMatching(/lacks the permission create_post.*add the account to the channel/) as string,
    },
  });
});

test("what only administrators of the server may do is named as well", async () => {
  await using town = await stage((options) => new Bot(options));
  const { posts } = town.bot.rest;
  const whisper = posts.ephemeral(town.town.people.ann.id, { channel_id: town.town.channels.ops.id, message: "psst" });
  await expect(whisper).rejects.toThrow(/create_post_ephemeral/);
});

test("for everything that bots do, being a member is enough", async () => {
  await using town = await stage((options) =>
    new Bot(options).command("work", { about: "Do it all" }, async (ctx) => {
      const post = await ctx.reply("one");
      if (post === undefined) throw new Error("it was not written");
      await ctx.edit(post, "two");
      await ctx.react("wave");
      await ctx.reply("three", { durable: true });
      await ctx.to("@ben").post("four");
      const file = await ctx.rest.files.upload({ channel: ctx.channelId, name: "a.txt", content: "a" });
      await ctx.rest.posts.create({ channel_id: ctx.channelId, file_ids: [file.id] });
      await ctx.rest.posts.pin(post.id);
    }),
  );
  await town.person("ann").says("!work", { in: "ops" });
  expect(town.log.filter(({ level }) => level === "error")).toEqual([]);
});
