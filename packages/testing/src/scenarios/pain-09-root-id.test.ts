/** Pain 9: answers in threads are refused with "Invalid RootId", and nobody hears anything. */
import { Bot, type BotOptions } from "matterwright";
import { describe, expect, test } from "vitest";
import { stage } from "../index.ts";

test("an answer to a reply goes to the root of its thread, and never to the reply", async () => {
  await using town = await stage((options) => new Bot(options).on("mention", (ctx) => ctx.replyInThread("here")));
  const ann = town.person("ann");
  const root = await ann.says("A thread", { in: "ops" });
  await ann.says("@wright?", { thread: root });
  expect(ann.posts.at(-1)).toMatchObject({ message: "here", root_id: root.id });
});

test("in a direct message it answers beside the question, and in a thread only when it was asked there", async () => {
  await using town = await stage((options) =>
    new Bot({ ...options, replyIn: "thread" }).on("dm", (ctx) => ctx.reply("here")),
  );
  const ann = town.person("ann");
  const asked = await ann.says("hello", { in: "@wright" });
  expect(ann.posts.at(-1)).toMatchObject({ message: "here", root_id: "" });
  await ann.says("and there?", { thread: asked });
  expect(ann.posts.at(-1)).toMatchObject({ message: "here", root_id: asked.id });
});

describe.each([
  ["at once", undefined],
  ["durably", true],
] as const)("a thread that is deleted while its question is being answered %s", (_name, durable) => {
  test("is answered in the channel, with a word why", async () => {
    const work = Promise.withResolvers<void>();
    const slow = (options: BotOptions): Bot =>
      new Bot(options).on("mention", async (ctx) => {
        await work.promise;
        if (durable === true) await ctx.reply("done", { durable });
        else await ctx.reply("done");
      });
    await using town = await stage(slow);
    const ann = town.sim.person("ann");
    const root = await ann.says("A thread", { in: "ops" });
    await ann.says("@wright work!", { thread: root });
    await ann.deletes(root);
    work.resolve();
    await town.wait("10s");
    expect(ann.sees).toBe("_This belongs to a thread that was deleted._\n\ndone");
    expect(town.log.filter(({ level }) => level === "error")).toEqual([]);
  });
});
