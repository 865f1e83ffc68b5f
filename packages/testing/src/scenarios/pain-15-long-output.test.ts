/** Pain 15: long output is lost, cut in the middle of a block of code, or silently shortened. */
import { Bot, codeBlock } from "matterwright";
import { describe, expect, test } from "vitest";
import { type Stage, stage } from "../stage/stage.ts";

const log = (lines: number): string =>
  Array.from({ length: lines }, (_, line) => `${line} 12:00:00 INFO worker did a thing worth a line | @all`).join("\n");

/** What the bot posts when it says a text. */
async function said(text: string): Promise<{ readonly town: Stage; readonly messages: readonly string[] }> {
  const town = await stage((options) =>
    new Bot(options).command("log", { about: "Show it" }, (ctx) => ctx.reply(text)),
  );
  const ann = town.person("ann");
  await ann.says("!log", { in: "ops" });
  return { town, messages: ann.posts.slice(1).map(({ message }) => message) };
}

describe("a long log", () => {
  test("in a block of code is a block of code in every post, and whole", async () => {
    const { town, messages } = await said(codeBlock(log(900), "text"));
    expect(messages.length).toBeGreaterThan(2);
    for (const message of messages) expect(message).toMatch(/^```text\n[^`]*\n```$/);
    const lines = messages.flatMap((message) => message.split("\n").slice(1, -1));
    expect(lines.join("\n")).toBe(log(900));
    await town[Symbol.asyncDispose]();
  });

  test("in a table has its head in every post, and every row once", async () => {
    const rows = Array.from({ length: 900 }, (_, row) => `| host-${row}.example.com | up and well | ${row} days |`);
    const head = "| host | state | since |\n|:-----|:------|------:|";
    const { town, messages } = await said([head, ...rows].join("\n"));
    expect(messages.length).toBeGreaterThan(2);
    for (const message of messages) expect(message.startsWith(`${head}\n| host-`)).toBe(true);
    expect(messages.flatMap((message) => message.split("\n").slice(2))).toEqual(rows);
    await town[Symbol.asyncDispose]();
  });

  test("beyond five posts is a file, which the post says", async () => {
    const { town, messages } = await said(codeBlock(log(9_000), "text"));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^```text\n0 12:00:00[^`]*\n```\n\n\*This is only the beginning\./);
    const [file = ""] = town.person("ann").posts.at(-1)?.file_ids ?? [];
    const pieces = await Array.fromAsync(await town.bot.rest.files.download(file));
    expect(Buffer.concat(pieces).toString()).toBe(codeBlock(log(9_000), "text"));
    await town[Symbol.asyncDispose]();
  });
});
