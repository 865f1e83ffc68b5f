/** Real files, and a machine that tells when they change. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { until } from "../../test/home.ts";
import { watch } from "./watch.ts";

const root = mkdtempSync(join(tmpdir(), "watch test "));
const [folder, file] = [join(root, "tasks"), join(root, "scheduler.toml")];
afterAll(() => rmSync(root, { recursive: true }));

/** One after another: each goes on with what the one before has left. */
const deeds: readonly (readonly [what: string, deed: () => void])[] = [
  ["a folder that was not there comes", () => mkdirSync(folder)],
  ["a task comes", () => writeFileSync(join(folder, "a.sh"), "one")],
  ["a task changes", () => writeFileSync(join(folder, "a.sh"), "another")],
  ["a task goes", () => rmSync(join(folder, "a.sh"))],
  ["a file that was not there comes", () => writeFileSync(file, "[tasks]")],
  [
    "another file is put in its place",
    () => {
      writeFileSync(`${file}.new`, "[tasks] # new");
      renameSync(`${file}.new`, file);
    },
  ],
  ["the file goes", () => rmSync(file)],
];

test("whatever changes is told of", async () => {
  const told: string[] = [];
  for (const [what, deed] of deeds) {
    const isReady = Promise.withResolvers<void>();
    let hasChanged = false;
    const options = { changed: () => void (hasChanged = true), failed: isReady.reject, ready: isReady.resolve };
    const end = watch({ folder, file }, options);
    await isReady.promise;
    deed();
    await until(() => hasChanged);
    end();
    told.push(what);
  }
  expect(told).toHaveLength(deeds.length);
});
