/** Backups are taken while the bot writes, and are worth what restoring them shows. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { ManualClock } from "@matterwright/clock";
import { type Durable, type Intent, StoreUnusableError } from "matterwright";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backupSqlite, restoreSqlite, sqlite } from "../index.ts";

let folder = "";
let file = "";
let to = "";
let clock: ManualClock;
let bot: Durable | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matterwright-backup-"));
  file = join(folder, "data", "bot.db");
  to = join(folder, "monday.db");
  clock = new ManualClock();
});

afterEach(async () => {
  await bot?.close();
  bot = undefined;
  rmSync(folder, { recursive: true });
});

function open(): Durable {
  return (bot = sqlite({ file, clock }));
}

const restore = (): Promise<string | undefined> => restoreSqlite({ backup: to, file, clock });

async function refused(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StoreUnusableError);
  return (error as Error).message;
}

const intent: Intent = { kind: "post", post: { channel_id: "c".repeat(26), message: "Lunch", pending_post_id: "p" } };

describe("a backup", () => {
  test("taken while the bot writes holds one moment, and brings it back", async () => {
    const { store } = open();
    const over = new AbortController();
    const writing = (async () => {
      for (let n = 1; !over.signal.aborted; n++) {
        await bot!.transaction(async (tx) => {
          await tx.store.set("one", n);
          await tx.store.set("other", n);
        });
        await setImmediate();
      }
    })();
    while ((await store.get("other")) === undefined) await setImmediate();
    const size = await backupSqlite({ file, to });
    over.abort();
    await writing;
    expect(statSync(to)).toMatchObject({ size, mode: 0o100600 });
    await store.set("later", true);
    await bot!.close();
    const aside = await restore();
    const restored = open().store;
    expect(await restored.get("one")).toBeGreaterThan(0);
    expect(await restored.get("one")).toBe(await restored.get("other"));
    expect(await restored.get("later")).toBeUndefined();
    await bot!.close();
    bot = sqlite({ file: aside!, clock });
    expect(await bot.store.get("later")).toBe(true);
  });

  test("stands alone: nothing is beside it, and it is read where nothing can be written", async () => {
    await open().store.set("k", 1);
    await backupSqlite({ file, to });
    expect(readdirSync(folder).toSorted()).toEqual(["data", "monday.db"]);
    await bot!.close();
    rmSync(join(folder, "data"), { recursive: true });
    expect(await restore()).toBeUndefined();
    expect(await open().store.get("k")).toBe(1);
  });

  test("has its name when it is whole, and not before: a program that is killed leaves no half of one", async () => {
    await open().store.set("k", 1);
    const going = backupSqlite({ file, to });
    expect(existsSync(to)).toBe(false);
    expect(readdirSync(folder)).toContainEqual(expect.stringMatching(/^monday\.db\..+\.part$/));
    await going;
    expect(readdirSync(folder).toSorted()).toEqual(["data", "monday.db"]);
  });

  test("does not overwrite what came while it was made", async () => {
    await open().store.set("k", 1);
    const going = backupSqlite({ file, to });
    writeFileSync(to, "precious");
    expect(await refused(going)).toMatch(/is there already/);
    expect(readFileSync(to, "utf8")).toBe("precious");
    expect(readdirSync(folder).toSorted()).toEqual(["data", "monday.db"]);
  });

  test("overwrites nothing", async () => {
    await open().store.set("k", 1);
    writeFileSync(to, "precious");
    expect(await refused(backupSqlite({ file, to }))).toMatch(/monday\.db is there already: name a file that is not/);
    expect(readFileSync(to, "utf8")).toBe("precious");
  });

  test("is not made of what is not there, damaged or somebody else's, and leaves nothing behind then", async () => {
    expect(await refused(backupSqlite({ file, to }))).toMatch(/there is no database .*bot\.db/);
    mkdirSync(join(folder, "data"));
    writeFileSync(file, "Dear diary, ".repeat(1_000));
    expect(await refused(backupSqlite({ file, to }))).toMatch(/bot\.db is no database of Matterwright, or was damaged/);
    expect(existsSync(to)).toBe(false);
    rmSync(file);
    mkdirSync(file);
    expect(await refused(backupSqlite({ file, to }))).toMatch(/bot\.db is a folder and not a database/);
    rmSync(file, { recursive: true });
    await open().store.set("k", 1);
    expect(await refused(backupSqlite({ file, to: join(folder, "no", "where.db") }))).toMatch(
      /cannot be made \(ENOENT\)/,
    );
  });
});

describe("restoring", () => {
  test("says of what may have been sent or done since that it may have been", async () => {
    await open().outbox.add({ intent, queue: "q", owner: "bot" });
    await bot!.jobs.add({ name: "due", payload: 1 });
    await bot!.jobs.add({ name: "later", payload: 2, runAt: clock.now() + 86_400_000 });
    const addedAt = clock.now();
    await backupSqlite({ file, to });
    await bot!.close();
    clock.advance(60_000);
    await restore();
    const [claimed] = await open().outbox.claim({ limit: 1, leaseMs: 1_000 });
    expect(claimed).toMatchObject({ attempts: 2, unsureSince: addedAt });
    const seen: unknown[] = [];
    for (const name of ["due", "later"])
      await bot!.jobs.work({
        name,
        run: ({ payload, wasInterrupted }) => {
          seen.push([payload, wasInterrupted]);
          return Promise.resolve({ kind: "done" });
        },
      });
    clock.advance(86_400_000);
    for (let turn = 0; turn < 200 && seen.length < 2; turn++) {
      await bot!.jobs.list();
      clock.advance(60_000);
    }
    expect(seen).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  test("is refused while a bot has the database", async () => {
    await open().store.set("k", 1);
    await backupSqlite({ file, to });
    expect(await refused(restore())).toMatch(/is in use by another program \(process \d+\)/);
    expect(await bot!.store.get("k")).toBe(1);
  });

  test("keeps a damaged database, with its log, as it is", async () => {
    await open().store.set("k", 1);
    await backupSqlite({ file, to });
    await bot!.close();
    const damage = "Dear diary, ".repeat(1_000);
    writeFileSync(file, damage);
    writeFileSync(`${file}-wal`, "a log");
    const aside = await restore();
    expect(await open().store.get("k")).toBe(1);
    expect([readFileSync(aside!, "utf8"), readFileSync(`${aside}-wal`, "utf8")]).toEqual([damage, "a log"]);
  });

  test("takes only a whole backup of ours, and changes nothing otherwise", async () => {
    await open().store.set("k", 1);
    await backupSqlite({ file, to });
    await bot!.close();
    const before = readFileSync(file);
    const whole = readFileSync(to);
    const newer = new DatabaseSync(to);
    newer.exec("pragma user_version = 99");
    newer.close();
    expect(await refused(restore())).toMatch(/written by a newer Matterwright .*: restore it with that version/);
    writeFileSync(to, whole.subarray(0, 20_000));
    expect(await refused(restore())).toMatch(/cannot be used as a backup \(.+\): take another one/);
    writeFileSync(to, "Dear diary, ".repeat(1_000));
    expect(await refused(restore())).toMatch(/cannot be used as a backup \(file is not a database\): take another one/);
    rmSync(to);
    expect(await refused(restore())).toMatch(/there is no file .*monday\.db: name a backup/);
    mkdirSync(to);
    expect(await refused(restore())).toMatch(/is a folder and not a backup/);
    rmSync(to, { recursive: true });
    const other = new DatabaseSync(to);
    other.exec("create table recipes (name text)");
    other.close();
    expect(await refused(restore())).toMatch(/is no backup of Matterwright: name one that `matterwright backup` made/);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(join(folder, "data")).filter((name) => !/\.(db|lock)$/.test(name))).toEqual([]);
  });
});
