/** `DATABASE_URL`: a bot that keeps everything in PostgreSQL, and one sentence for whatever stands in its way. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type DemoTown, Simulator, demoTown } from "@matterwright/sim";
import { type Listening, listen } from "@matterwright/sim/node";
import { TestPostgres, mayTestPostgres } from "@matterwright/testing/postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../run.ts";
import { type FakeTerminal, fakeTerminal } from "../testing-terminal.ts";

describe.skipIf(!mayTestPostgres())("a bot with DATABASE_URL", { timeout: 60_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), "postgres start "));
  let server: TestPostgres;
  let sim: Simulator;
  let town: DemoTown;
  let door: Listening;

  beforeAll(async () => {
    server = await TestPostgres.start();
    sim = new Simulator();
    town = demoTown(sim);
    door = await listen(sim, { port: 0 });
  }, 60_000);

  afterAll(async () => {
    sim.stop();
    await door.close();
    await server.end();
    rmSync(home, { recursive: true });
  }, 60_000);

  function terminalWith(url: string): FakeTerminal {
    const env = { MATTERMOST_URL: door.url, MATTERMOST_TOKEN: town.bot.token, BOT_LOG_LEVEL: "debug" };
    return fakeTerminal({ env: { ...env, DATABASE_URL: url } });
  }

  async function refused(url: string): Promise<readonly [code: number, said: string]> {
    const terminal = terminalWith(url);
    const code = await run(["start", "--from", home], terminal);
    const said = terminal.all();
    expect(said).not.toContain("not-so-secret");
    expect(said).not.toContain("a-wrong-guess");
    return [code, said];
  }

  test("keeps it there, says where, and shows its password nowhere", async () => {
    const url = server.database();
    const terminal = terminalWith(url);
    const code = run(["start", "--from", home], terminal);
    await terminal.firstPrint;
    await sim.person("ann").says("!help", { in: "ops" });
    while (![...sim.world.posts.values()].some(({ user_id: author }) => author === town.bot.id)) await setImmediate();
    terminal.interrupt();
    expect(await code).toBe(0);
    expect(terminal.all()).toContain(`PostgreSQL matterwright@127.0.0.1:${server.port}/`);
    expect(terminal.all()).not.toContain("not-so-secret");
    const outbox = terminalWith(url);
    expect(await run(["outbox", "list", "--from", home], outbox)).toBe(0);
    expect(outbox.all()).toBe("Nothing is waiting, and nothing has failed.");
    const elsewhere = mkdtempSync(join(tmpdir(), "matterwright-elsewhere-"));
    const second = terminalWith(url);
    expect(await run(["start", "--from", elsewhere], second)).toBe(78);
    expect(second.all()).toContain("processes that share a PostgreSQL need the same MATTERWRIGHT_SECRET");
    rmSync(elsewhere, { recursive: true });
  });

  test("is told in a sentence what is wrong with it, and whether to try again", async () => {
    const wrongPassword = server.url("postgres").replace("not-so-secret", "a-wrong-guess");
    const nobody = server.url("postgres").replace(String(server.port), "1");
    const newer = server.database();
    server.sql(
      newer.split("/").at(-1)!,
      "create schema matterwright; create table matterwright.schema_version as select 99 as version",
    );
    const troubles: readonly (readonly [string, number, RegExp])[] = [
      ["nonsense", 78, /^DATABASE_URL: the address of the database is none: write it like [^\n]+\.$/],
      ["mysql://bot:not-so-secret@db/bot", 78, /^DATABASE_URL: the address of the database begins with mysql:/],
      [wrongPassword, 78, /^DATABASE_URL: PostgreSQL at [^\n]+ does not let matterwright in [^\n]+\.$/],
      [server.url("nowhere"), 78, /^DATABASE_URL: there is no database nowhere at [^\n]+: make it [^\n]+\.$/],
      [nobody, 75, /^DATABASE_URL: no PostgreSQL listens at 127.0.0.1:1: check [^\n]+\.$/],
      [newer, 78, /^DATABASE_URL: PostgreSQL [^\n]+ was written by a newer Matterwright [^\n]+ It was not touched\.$/],
    ];
    for (const [url, code, sentence] of troubles)
      expect(await refused(url)).toEqual([code, expect.stringMatching(sentence)]);
  });
});
