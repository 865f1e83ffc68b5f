/** A file that may not grow: new work is refused aloud, nothing accepted is lost, and it goes on when there is room. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stage } from "@matterwright/testing";
import { Bot, type Durable, StoreFullError } from "matterwright";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sqlite } from "../index.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matterwright-full-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const small = (clock: Parameters<typeof sqlite>[0]["clock"]): Durable =>
  sqlite({ file: join(folder, "bot.db"), clock, maxBytes: 300_000 });

async function fill(durable: Durable): Promise<number> {
  for (let n = 0; ; n++) {
    try {
      await durable.store.set(`filling/${n}`, "x".repeat(2_000));
    } catch (error) {
      expect(error).toBeInstanceOf(StoreFullError);
      return n;
    }
  }
}

describe("a full file", () => {
  test("keeps everything that was accepted, takes a transaction back as a whole, and goes on when there is room", async () => {
    await using town = await stage((options) => new Bot(options), { durable: small });
    const { durable } = town;
    const accepted = await fill(durable);
    expect(accepted).toBeGreaterThan(40);
    const mixed = durable.transaction(async (tx) => {
      await tx.store.set("small", 1);
      for (let n = 0; n < 100; n++) await tx.store.set(`more/${n}`, "x".repeat(2_000));
    });
    await expect(mixed).rejects.toBeInstanceOf(StoreFullError);
    expect(await durable.store.get("small")).toBeUndefined();
    expect(await durable.store.keys("filling/")).toHaveLength(accepted);
    for (let n = 0; n < 20; n++) await durable.store.delete(`filling/${n}`);
    await durable.store.set("small", 1);
    expect(await durable.store.get("small")).toBe(1);
  });

  test("is said to whoever asks for durable work, in words, and what needs none is done", async () => {
    await using town = await stage(
      (options) =>
        new Bot(options)
          .hears("vote", (ctx) => ctx.reply(`${"long ".repeat(2_000)}counted`, { durable: true }))
          .hears("hello", (ctx) => ctx.reply("Hello!")),
      { durable: small },
    );
    const ann = town.person("ann");
    const accepted = await fill(town.durable);
    await ann.says("vote");
    expect(ann.sees).toMatch(/^I have no room left to write this down.* Ref /);
    await ann.says("hello");
    expect(ann.sees).toBe("Hello!");
    for (let n = 0; n < accepted; n++) await town.durable.store.delete(`filling/${n}`);
    await ann.says("vote");
    await town.wait("1m");
    expect(ann.sees).toMatch(/counted$/);
  });
});
