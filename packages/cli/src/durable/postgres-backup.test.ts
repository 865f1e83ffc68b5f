/** Where a PostgreSQL keeps everything, its own tools make the backup: the commands that are told are run as they stand. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@matterwright/clock";
import { postgres } from "@matterwright/sql/postgres";
import { TestPostgres, mayTestPostgres, postgresBinaries } from "@matterwright/testing/postgres";
import type { Intent } from "matterwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../run.ts";
import { fakeTerminal } from "../testing-terminal.ts";

const intent: Intent = { kind: "post", post: { channel_id: "c".repeat(26), message: "Lunch", pending_post_id: "p" } };

describe.skipIf(!mayTestPostgres())("a bot on PostgreSQL", { timeout: 60_000 }, () => {
  let server: TestPostgres;
  let home = "";

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "a bot's home "));
    server = await TestPostgres.start();
  }, 60_000);

  afterAll(async () => {
    await server.end();
    rmSync(home, { recursive: true });
  }, 60_000);

  async function matterwright(url: string, ...args: readonly string[]): Promise<readonly [code: number, said: string]> {
    const terminal = fakeTerminal({ cwd: home, env: { DATABASE_URL: url } });
    return [await run(args, terminal), terminal.all()];
  }

  /** Runs the command that stands in what was said. */
  function follow(said: string, env: Readonly<Record<string, string>>): void {
    const [, command = "no command was told"] = /`(pg_[^`]+)`/.exec(said) ?? [];
    const path = `${postgresBinaries()}:${process.env["PATH"]}`;
    execFileSync("sh", ["-c", command], { env: { PATH: path, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  }

  test("is copied and brought back as it is told, and what may have been sent since is looked up first", async () => {
    const [url, scratch, empty] = [server.database(), server.database(), server.database()];
    const bot = await postgres({ url, clock: systemClock });
    await bot.store.set("k", { a: "ä" });
    await bot.outbox.add({ intent, queue: "q", owner: "bot" });
    await bot.jobs.add({ name: "remind", payload: { what: "lunch" }, runAt: systemClock.now() + 3_600_000 });
    const [backupCode, backup] = await matterwright(url, "backup", "monday.dump");
    expect(backupCode).toBe(64);
    follow(backup, { DATABASE_URL: url });
    await bot.close();

    const [restoreCode, restore] = await matterwright(url, "restore", "monday.dump");
    expect(restoreCode).toBe(64);
    expect(restore).toContain("docs/state.md");
    follow(restore, { SCRATCH: scratch });
    expect(await matterwright(scratch, "data", "export", "monday.jsonl")).toMatchObject([
      0,
      expect.stringContaining("in 5 lines"),
    ]);
    expect(await matterwright(empty, "data", "import", "monday.jsonl")).toMatchObject([
      0,
      expect.stringContaining("1 calls to make, 1 jobs to do"),
    ]);
    const back = await postgres({ url: empty, clock: systemClock });
    expect(await back.store.get("k")).toEqual({ a: "ä" });
    expect(await back.outbox.list()).toMatchObject([{ state: "waiting", unsureSince: expect.any(Number) }]);
    expect(await back.jobs.list()).toMatchObject([{ name: "remind", state: "waiting" }]);
    await back.close();
  });
});
