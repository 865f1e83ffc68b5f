/** `channels.toml` on a real disk. */
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock } from "@matterwright/clock";
import { type Store, memoryDurable, silentLog } from "matterwright";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BookFile } from "./file.ts";

let folder: string;
let path: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "book test "));
  path = join(folder, "channels.toml");
  store = memoryDurable(new ManualClock()).store;
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(): BookFile {
  return new BookFile({ path, shown: "channels.toml", store, log: silentLog });
}

const add = (key: string) => () => [{ table: "groups" as const, key, to: ["a"] }];

describe("the file", () => {
  test("is taken up as soon as it has changed on the disk", async () => {
    const file = open();
    expect((await file.read()).groups.size).toBe(0);
    writeFileSync(path, "[groups]\nops = ['a']\n");
    expect([...(await file.read()).groups.keys()]).toEqual(["ops"]);
    writeFileSync(`${path}.new`, "[groups]\nall = ['a']\n");
    renameSync(`${path}.new`, path);
    expect([...(await file.read()).groups.keys()]).toEqual(["all"]);
  });

  test("that is wrong changes nothing, also through a restart, and is not edited", async () => {
    writeFileSync(path, "[groups]\nops = ['a']\n");
    await open().read();
    writeFileSync(path, "[groups]\nops = 'a'\n");
    const file = open();
    expect([...(await file.read()).groups.keys()]).toEqual(["ops"]);
    expect(file.trouble).toContain("channels.toml, line 2, column 7: groups.ops must be a list");
    await expect(file.change(add("x"))).rejects.toThrow("Put that right first: nothing was changed.");
    expect(readFileSync(path, "utf8")).toBe("[groups]\nops = 'a'\n");
    writeFileSync(path, "");
    expect((await file.read()).groups.size).toBe(0);
    expect(file.trouble).toBe("");
  });

  test("is made by the first edit, and keeps its mode and its link", async () => {
    await open().change(add("ops"));
    expect(readFileSync(path, "utf8")).toContain("[groups]\nops = ");
    chmodSync(path, 0o600);
    const link = join(folder, "link.toml");
    symlinkSync(path, link);
    const linked = new BookFile({ path: link, shown: "link.toml", store, log: silentLog });
    await linked.change(add("all"));
    expect([...(await open().read()).groups.keys()]).toEqual(["ops", "all"]);
    expect(readdirSync(folder).toSorted()).toEqual(["channels.toml", "link.toml"]);
  });

  test("takes many edits at once, and loses none", async () => {
    const file = open();
    await Promise.all(Array.from({ length: 20 }, (_, index) => file.change(add(`g${index}`))));
    expect((await open().read()).groups.size).toBe(20);
  });

  test("that cannot be written is told of in a clear sentence, and stays", async () => {
    // A folder in the place of the file: also the superuser cannot write that.
    const file = new BookFile({
      path: join(folder, "gone", "channels.toml"),
      shown: "channels.toml",
      store,
      log: silentLog,
    });
    await expect(file.change(add("ops"))).rejects.toThrow(
      "channels.toml cannot be written: its folder is not there. Nothing was changed.",
    );
    expect((await file.read()).groups.size).toBe(0);
  });
});
