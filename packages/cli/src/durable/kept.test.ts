/** `matterwright backup`, `restore`, `data export`, `data import`: from one home to another and back. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@matterwright/clock";
import { sqlite } from "@matterwright/sql";
import type { Durable } from "matterwright";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";
import { databaseFile } from "./open.ts";

let home = "";
let other = "";
let bot: Durable | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "matterwright-home-"));
  other = mkdtempSync(join(tmpdir(), "matterwright-other-"));
});

afterEach(async () => {
  await close();
  for (const folder of [home, other]) rmSync(folder, { recursive: true });
});

async function close(): Promise<void> {
  await bot?.close();
  bot = undefined;
}

function open(at = home): Durable {
  return (bot = sqlite({ file: databaseFile(at), clock: systemClock }));
}

async function matterwright(...args: readonly string[]): Promise<readonly [code: number, said: string]> {
  const terminal = fakeTerminal({ cwd: home });
  return [await run(args, terminal), terminal.all()];
}

describe("a backup", () => {
  test("is taken while the bot runs, and restored into another home", async () => {
    await open().store.set("k", 1);
    const file = join(other, "monday.db");
    const [code, said] = await matterwright("backup", file);
    expect([code, said]).toEqual([
      0,
      `${file} holds everything as it was at this moment (${statSync(file).size} bytes).`,
    ]);
    await close();
    expect(await matterwright("restore", file, "--from", other)).toEqual([
      0,
      `${databaseFile(other)} is as it was when ${file} was taken.`,
    ]);
    expect(await open(other).store.get("k")).toBe(1);
  });

  test("is not restored under a running bot, and what it replaces is kept", async () => {
    await open().store.set("k", 1);
    await matterwright("backup", "monday.db");
    expect(await matterwright("restore", "monday.db")).toMatchObject([78, expect.stringContaining("is in use by")]);
    await close();
    const [code, said] = await matterwright("restore", "monday.db");
    expect([code, said]).toMatchObject([0, expect.stringMatching(/What was there before is in .*before-restore-/)]);
  });

  test("is refused with a sentence where there is nothing, and where something is already", async () => {
    expect(await matterwright("backup", "x.db")).toMatchObject([78, expect.stringContaining("there is no database")]);
    await open().store.set("k", 1);
    writeFileSync(join(home, "x.db"), "precious");
    expect(await matterwright("backup", "x.db")).toMatchObject([78, expect.stringContaining("is there already")]);
    expect(await matterwright("restore", "x.db")).toMatchObject([78, expect.stringContaining("take another one")]);
  });
});

describe("data", () => {
  test("is exported while the bot runs, for its owner's eyes, and imported into an empty home", async () => {
    await open().store.set("k", { a: 1 });
    expect(await matterwright("data", "export", "all.jsonl")).toEqual([
      0,
      `${join(home, "all.jsonl")} holds everything, in 3 lines.`,
    ]);
    expect(statSync(join(home, "all.jsonl")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(home, "all.jsonl"), "utf8").split("\n")[1]).toBe(
      '{"kind":"entry","key":"k","value":{"a":1}}',
    );
    await close();
    const [code, said] = await matterwright("data", "import", "all.jsonl", "--from", other);
    expect([code, said]).toMatchObject([0, expect.stringContaining("1 values, 0 calls to make, 0 jobs to do")]);
    expect(await open(other).store.get("k")).toEqual({ a: 1 });
  });

  test("is not mixed, overwritten or guessed", async () => {
    await open().store.set("k", 1);
    await matterwright("data", "export", "all.jsonl");
    expect(await matterwright("data", "export", "all.jsonl")).toMatchObject([64, expect.stringContaining("already")]);
    expect(await matterwright("data", "import", "all.jsonl")).toMatchObject([78, expect.stringContaining("in use by")]);
    await close();
    expect(await matterwright("data", "import", "all.jsonl")).toMatchObject([
      78,
      expect.stringContaining("holds data already, and an import never mixes"),
    ]);
    expect(await matterwright("data", "import", "none.jsonl")).toMatchObject([64, expect.stringContaining("ENOENT")]);
    expect(await matterwright("data", "import", ".")).toMatchObject([64, expect.stringContaining("it is no file")]);
    writeFileSync(join(home, "bad.jsonl"), '{"kind":"matterwright","format":1,"exportedAt":""}\noops\n');
    expect(await matterwright("data", "import", "bad.jsonl", "--from", other)).toMatchObject([
      78,
      expect.stringContaining("bad.jsonl, line 2: it is no JSON. Nothing was imported."),
    ]);
  });
});
