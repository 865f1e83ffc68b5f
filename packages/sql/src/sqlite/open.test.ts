import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ManualClock } from "@matterwright/clock";
import { type Durable, StoreUnusableError } from "matterwright";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sqlite } from "../index.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matterwright-open-"));
  file = join(folder, "data", "bot.db");
});

afterEach(() => rmSync(folder, { recursive: true }));

function open(): Durable {
  return sqlite({ file, clock: new ManualClock() });
}

/** A database with something in it, closed. */
async function filled(): Promise<void> {
  const durable = open();
  for (let n = 0; n < 200; n++) await durable.store.set(`key/${n}`, "x".repeat(500));
  await durable.close();
}

/** What opening says, and that the file is as it was. */
function refusal(): string {
  const before = readFileSync(file);
  let said = "";
  try {
    void open();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreUnusableError);
    said = (error as Error).message;
  }
  expect(readFileSync(file).equals(before), "the file was not touched").toBe(true);
  return said;
}

describe("a file that is", () => {
  test("not there is made, with its folder", async () => {
    const durable = open();
    await durable.store.set("k", 1);
    await durable.close();
    expect(readFileSync(file).subarray(0, 15).toString()).toBe("SQLite format 3");
    expect(statSync(file).mode & 0o777, "nobody else may read it").toBe(0o600);
  });

  test("empty is taken", async () => {
    mkdirSync(join(folder, "data"));
    writeFileSync(file, "");
    const durable = open();
    expect(await durable.store.keys("")).toEqual([]);
    await durable.close();
  });

  test("a folder is refused", () => {
    mkdirSync(file, { recursive: true });
    expect(open).toThrow(/bot\.db is a folder and not a database: name a file in it/);
  });

  test("in a folder that cannot be made is refused", () => {
    writeFileSync(join(folder, "data"), "a file");
    expect(open).toThrow(/the folder .*data cannot be made: /);
  });

  test("no database is refused", () => {
    mkdirSync(join(folder, "data"));
    writeFileSync(file, "Dear diary, ".repeat(1_000));
    expect(refusal()).toMatch(/is no database of Matterwright, or was damaged: move it away/);
  });

  test("another program's is refused", () => {
    mkdirSync(join(folder, "data"));
    const other = new DatabaseSync(file);
    other.exec("create table recipes (name text)");
    other.close();
    expect(refusal()).toMatch(/is the database of another program/);
  });

  test("a newer program's is refused", async () => {
    await filled();
    const newer = new DatabaseSync(file);
    newer.exec("pragma user_version = 99");
    newer.close();
    expect(refusal()).toMatch(
      /written by a newer Matterwright \(tables of version 99, this one knows \d+\): run that version/,
    );
  });

  test("damaged in the middle is refused", async () => {
    await filled();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 8_192, bytes.length - 8_192);
    writeFileSync(file, bytes);
    expect(refusal()).toMatch(/is damaged \(.+\): stop, keep a copy of it, and restore the last backup/);
  });

  test("cut off is refused", async () => {
    await filled();
    writeFileSync(file, readFileSync(file).subarray(0, 20_000));
    expect(refusal()).toMatch(/is damaged/);
  });
});

describe("a file that somebody has", () => {
  let other: ChildProcess | undefined;

  afterEach(() => other?.kill("SIGKILL"));

  test("is refused to a second in the same program", async () => {
    const first = open();
    expect(open).toThrow(/is in use by another program \(process \d+\): stop that one first/);
    await first.close();
    await open().close();
  });

  test("is refused to whoever comes by another name of it", async () => {
    await filled();
    const first = open();
    const link = join(folder, "link.db");
    symlinkSync(file, link);
    expect(() => sqlite({ file: link, clock: new ManualClock() })).toThrow(/is in use by another program/);
    await first.close();
    await sqlite({ file: link, clock: new ManualClock() }).close();
    expect(readdirSync(folder).toSorted()).toEqual(["data", "link.db"]);
  });

  test("is refused to another program, which is told whose it is, until the first is dead", async () => {
    const program = join(import.meta.dirname, "../../test/holder.ts");
    other = spawn(process.execPath, ["--expose-gc", program, file], { stdio: ["ignore", "pipe", "inherit"] });
    await once(other.stdout!, "data");
    expect(open).toThrow(new RegExp(`in use by another program \\(process ${other.pid}\\)`));
    const dead = once(other, "exit");
    other.kill("SIGKILL");
    await dead;
    const durable = open();
    expect(await durable.store.get("held")).toBe(true);
    await durable.close();
  });
});
