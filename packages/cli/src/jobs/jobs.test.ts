/** `matterwright jobs`, beside a bot that runs. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { systemClock } from "@matterwright/clock";
import { sqlite } from "@matterwright/sql";
import type { Durable } from "matterwright";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseFile } from "../durable/open.ts";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

const LATER_MS = Date.UTC(2100, 0, 1);

let home = "";
let bot: Durable;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "matterwright-jobs-"));
  bot = sqlite({ file: databaseFile(home), clock: systemClock });
});

afterEach(async () => {
  await bot.close();
  rmSync(home, { recursive: true });
});

async function jobs(...args: readonly string[]): Promise<readonly [code: number, said: string]> {
  const terminal = fakeTerminal({ cwd: home });
  return [await run(["jobs", ...args], terminal), terminal.all()];
}

test("an empty list is said to be one", async () => {
  expect(await jobs("list")).toEqual([0, "No job waits, and none has failed."]);
});

test("what waits is listed with its time, and can be taken back", async () => {
  await bot.jobs.add({ name: "remind", payload: { what: "x".repeat(100) }, runAt: LATER_MS });
  expect(await jobs("list")).toEqual([
    0,
    expect.stringMatching(/^ {3}1 {2}waiting {4}2100-01-01T00:00:00.000Z {2}0 tries {2}remind: \{"what":"x{51}…$/),
  ]);
  expect(await jobs("cancel", "1")).toEqual([0, "1 is taken back."]);
  expect(await jobs("list")).toEqual([0, "No job waits, and none has failed."]);
  expect(await jobs("list", "--all")).toMatchObject([0, expect.stringContaining("cancelled")]);
  expect(await jobs("cancel", "1")).toEqual([64, "1 is cancelled, not waiting or running."]);
  expect(await jobs("cancel", "7")).toMatchObject([64, expect.stringContaining("There is no job 7")]);
});

test("what has failed is listed with its reason", async () => {
  const worker = await bot.jobs.work({
    name: "remind",
    run: () => Promise.resolve({ kind: "failed", reason: "nobody is there" }),
  });
  await bot.jobs.add({ name: "remind", payload: 1 });
  while ((await bot.jobs.get("1"))?.state !== "failed") await setImmediate();
  await worker.stop();
  const [, said] = await jobs("list");
  expect(said).toMatch(/failed .* 1 try {2}remind: 1\n {6}nobody is there$/);
});

test("a database that somebody else writes to for long is told in a sentence, and may be free later", async () => {
  const other = new DatabaseSync(databaseFile(home));
  other.exec("begin immediate");
  try {
    expect(await jobs("list")).toEqual([
      75,
      expect.stringMatching(/matterwright\.db cannot be written now: .* locked\.$/),
    ]);
  } finally {
    other.close();
  }
}, 20_000);
