/** `!restart`, `!shutdown` and `!backup` of a bot that really runs: with a file that it keeps things in, and a server at a port. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type DemoTown, Simulator, demoTown } from "@matterwright/sim";
import { type Listening, listen } from "@matterwright/sim/node";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

let home = "";
let sim: Simulator;
let town: DemoTown;
let door: Listening;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), "restart test "));
  sim = new Simulator();
  town = demoTown(sim);
  door = await listen(sim, { port: 0 });
});
afterEach(async () => {
  sim.stop();
  await door.close();
  rmSync(home, { recursive: true });
});

/** Of the bot, the oldest first. */
function said(): string[] {
  return [...sim.world.posts.values()].flatMap(({ user_id, type, message }) =>
    user_id === town.bot.id && type === "" ? [message] : [],
  );
}

/** What the bot answers to ann. */
async function answerTo(message: string): Promise<string> {
  const before = said().length;
  await sim.person("ann").says(message, { in: "ops" });
  return (await several(before + 1))[before] ?? "";
}

/** What it has said when it has said so much. */
async function several(count: number): Promise<string[]> {
  while (said().length < count) await setImmediate();
  return said();
}

test("errbot-39 starts anew, says so once, backs up and ends, loses nothing on the way, and can be restored", async () => {
  const env = { MATTERMOST_URL: door.url, MATTERMOST_TOKEN: town.bot.token, BOT_ADMINS: "ann" };
  writeFileSync(join(home, ".env"), "BOT_PREFIX=!\n");
  const terminal = fakeTerminal({ env });
  const code = run(["start", "--from", home], terminal);
  await terminal.firstPrint;
  writeFileSync(join(home, ".env"), "BOT_PREFIX=far too long for a prefix\n");
  expect(await answerTo("!restart")).toContain('cannot be done now: BOT_PREFIX (in .env)="far too long');
  writeFileSync(join(home, ".env"), "BOT_PREFIX=?\n");
  expect(await answerTo("!restart")).toContain("I start anew");
  // Said while nobody hears it.
  await sim.person("ann").says("?echo still there", { in: "ops" });
  const lines = await several(4);
  expect(lines.slice(2).toSorted()).toEqual([expect.stringMatching(/^I am back, after /), "still there"]);
  const [, file = ""] = /`(data\/backups\/.+\.db)` holds everything/.exec(await answerTo("?backup")) ?? [];
  expect(existsSync(join(home, file))).toBe(true);
  expect(await answerTo("?log tail 5")).toContain("```");
  expect(await answerTo("?shutdown --confirm")).toBe("Good-bye.");
  expect(await code).toBe(0);
  expect(terminal.noted.filter((line) => line.endsWith("…"))).toEqual(["Starting anew …", "Stopping …"]);
  expect(said().filter((line) => line.startsWith("I am back"))).toHaveLength(1);
  const after = fakeTerminal({ env });
  expect(await run(["restore", join(home, file), "--from", home], after)).toBe(0);
  expect(await run(["data", "export", join(home, "all.jsonl"), "--from", home], after)).toBe(0);
  expect(readFileSync(join(home, "all.jsonl"), "utf8")).toContain("echo still there");
});
