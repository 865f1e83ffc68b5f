import { stage } from "@matterwright/testing";
import { describe, expect, test } from "vitest";
import { Bot } from "../bot.ts";
import type { MessageOptions } from "../context/verbs.ts";
import type { BotOptions } from "../options.ts";

const LIMIT = 16_383;
const line = "A line of a report that goes on and on, as they do.\n";
const long = (parts: number): string =>
  `# Report\n\n${line.repeat(Math.floor((parts * (LIMIT - 100)) / line.length))}The end.`;

const reporter =
  (text: string, options?: MessageOptions) =>
  (given: BotOptions): Bot =>
    new Bot(given).command("report", { about: "Tell it all" }, async (ctx) => {
      await (options?.durable === true
        ? ctx.reply(text, { ...options, durable: true })
        : ctx.reply(text, { ...options, durable: false }));
    });

describe("a text of several posts", () => {
  test("is posted in parts as long as they are not too many", async () => {
    await using town = await stage(reporter(long(4.5)));
    const ann = town.person("ann");
    await ann.says("!report", { in: "ops" });
    const parts = ann.posts.slice(1);
    expect(parts).toHaveLength(5);
    expect(parts.map(({ message }) => message).join("\n")).toBe(long(4.5));
  });

  test.each([false, true])(
    "is a file with a lead when they are, with nothing left out (durable: %j)",
    async (durable) => {
      await using town = await stage(reporter(long(6), { durable }));
      const ann = town.person("ann");
      await ann.says("!report", { in: "ops" });
      await town.wait("5s");
      const [post, ...others] = ann.posts.slice(1);
      expect(others).toEqual([]);
      expect(post?.message).toMatch(/^# Report\n\nA line of a report/);
      expect(post?.message).toMatch(
        /The whole text, [\d,]+ characters in [\d,]+ lines, is in the file answer\.md\.\*$/,
      );
      expect(Array.from(post?.message ?? "").length).toBeLessThan(800);
      const [file = ""] = post?.file_ids ?? [];
      const content = await town.bot.rest.files.download(file);
      const pieces = await Array.fromAsync(content);
      expect(Buffer.concat(pieces).toString()).toBe(long(6));
    },
  );

  test("after how many is a setting", async () => {
    await using town = await stage((options) => reporter(long(1.5))({ ...options, fileAfterParts: 1 }));
    const ann = town.person("ann");
    await ann.says("!report", { in: "ops" });
    expect(ann.posts).toHaveLength(2);
    expect(ann.posts.at(-1)?.file_ids).toHaveLength(1);
  });

  test("is posted in many parts where files are switched off", async () => {
    await using town = await stage(reporter(long(7)), { settings: { "FileSettings.EnableFileAttachments": false } });
    const ann = town.person("ann");
    await ann.says("!report", { in: "ops" });
    expect(
      ann.posts
        .slice(1)
        .map(({ message }) => message)
        .join("\n"),
    ).toBe(long(7));
  });

  test("fails aloud where that would be a flood", async () => {
    await using town = await stage(reporter(long(30)), { settings: { "FileSettings.EnableFileAttachments": false } });
    const ann = town.person("ann");
    await ann.says("!report", { in: "ops" });
    expect(ann.posts).toHaveLength(2);
    expect(ann.sees).toMatch(/^Something went wrong\. Ref/);
  });

  test("keeps the files that go with it, in a second post when there are ten", async () => {
    for (const count of [2, 10]) {
      await using town = await stage((options) =>
        new Bot(options).command("report", { about: "Tell it all" }, async (ctx) => {
          const files: string[] = [];
          for (let each = 0; each < count; each++) {
            const file = await ctx.rest.files.upload({ channel: ctx.channelId, name: `${each}.txt`, content: "x" });
            files.push(file.id);
          }
          await ctx.reply(long(6), { fileIds: files });
        }),
      );
      const ann = town.person("ann");
      await ann.says("!report", { in: "ops" });
      expect(ann.posts.slice(1).map(({ file_ids: ids }) => ids?.length)).toEqual(count === 2 ? [3] : [1, 10]);
    }
  });
});
