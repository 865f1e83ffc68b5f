import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@matterwright/clock";
import { sqlite } from "@matterwright/sql";
import type { Durable } from "matterwright";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseFile } from "../durable/open.ts";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

let home = "";
let bot: Durable | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "matterwright-outbox-"));
});

afterEach(async () => {
  await bot?.close();
  bot = undefined;
  rmSync(home, { recursive: true });
});

/** The outbox of a bot that runs: one intent has failed, one waits. */
async function filled(): Promise<Durable> {
  bot = sqlite({ file: databaseFile(home), clock: systemClock });
  for (const message of ["Lunch is here", "Dinner\nis ready"]) {
    const post = { channel_id: "c".repeat(26), message, pending_post_id: message };
    await bot.outbox.add({ intent: { kind: "post", post }, queue: "q", owner: "bot" });
  }
  const [first] = await bot.outbox.claim({ limit: 1, leaseMs: 60_000 });
  await bot.outbox.settle(first!, { kind: "failed", reason: "The channel was archived." });
  return bot;
}

async function outbox(...args: readonly string[]): Promise<readonly [code: number, said: string]> {
  const terminal = fakeTerminal({ cwd: home });
  const code = await run(["outbox", ...args], terminal);
  return [code, terminal.all()];
}

test("lists what is waiting and what failed, with the reason, while the bot runs", async () => {
  await filled();
  const [code, said] = await outbox("list");
  expect(code).toBe(0);
  expect(said.split("\n")).toMatchObject([
    expect.stringMatching(/^ {3}1 {2}failed .* 1 try {2}bot: post to c{26}: Lunch is here$/),
    "      The channel was archived.",
    expect.stringMatching(/^ {3}2 {2}waiting .* 0 tries {2}bot: post to c{26}: Dinner is ready$/),
  ]);
});

test("tries again what failed, and forgets what it is told to", async () => {
  const { outbox: kept } = await filled();
  expect(await outbox("retry", "1")).toEqual([0, "1 will be tried again: within a minute, if the bot is running."]);
  expect((await kept.get("1"))?.state).toBe("waiting");
  expect(await outbox("drop", "2")).toEqual([0, "2 is forgotten."]);
  expect(await kept.get("2")).toBeUndefined();
});

test("says when there is nothing to do", async () => {
  await filled();
  for (const id of ["1", "2"]) await outbox("drop", id);
  expect(await outbox("list")).toEqual([0, "Nothing is waiting, and nothing has failed."]);
});

test("names what is wrong with an id", async () => {
  await filled();
  expect(await outbox("retry", "2")).toEqual([64, "2 is waiting, not failed."]);
  expect(await outbox("drop", "17")).toMatchObject([64, expect.stringContaining("There is no 17 in the outbox")]);
  expect(await outbox("drop", "all")).toMatchObject([64, expect.stringContaining("There is no all in the outbox")]);
});

test("says where there is no database, and what is none", async () => {
  const [code, said] = await outbox("list");
  expect([code, said]).toEqual([
    78,
    `there is no database ${databaseFile(home)}: the bot makes it when it starts; name its home with --from.`,
  ]);
  await (await filled()).close();
  writeFileSync(databaseFile(home), "Dear diary, ".repeat(1_000));
  expect(await outbox("list")).toMatchObject([78, expect.stringContaining("is no database of Matterwright")]);
});
