/** What processes leave behind that were killed, and what must not be touched. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { CACHE_VARIABLE, compileCache, removeLeft } from "./compile-cache.ts";

test("the folder of a process that was killed is removed, and no other", () => {
  const [, here = "", pid = ""] = /-(\d+)-(\d+)-\w+$/.exec(basename(compileCache()[CACHE_VARIABLE] ?? "")) ?? [];
  expect(pid).toBe(`${process.pid}`);
  const { pid: dead } = spawnSync("true");
  const parent = mkdtempSync(join(tmpdir(), "left behind "));
  const elsewhere = mkdtempSync(join(tmpdir(), "elsewhere "));
  const named = (among: string, number: number): string => `matterwright-compiled-${among}-${number}-abcdef`;
  const left = named(here, dead);
  const kept = [named(here, process.pid), named("1", dead), "matterwright-compiled-abcdef", "other"];
  for (const name of [left, ...kept]) mkdirSync(join(parent, name, "v24"), { recursive: true });
  writeFileSync(join(parent, left, "v24", "module"), "compiled");
  symlinkSync(elsewhere, join(parent, `matterwright-compiled-${here}-${dead}-link`));
  removeLeft(parent);
  expect(readdirSync(parent).toSorted()).toEqual([...kept, `matterwright-compiled-${here}-${dead}-link`].toSorted());
  expect(existsSync(elsewhere)).toBe(true);
  for (const each of [parent, elsewhere]) rmSync(each, { recursive: true });
});
