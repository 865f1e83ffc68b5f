/** A log as postbot may have written it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test } from "vitest";
import { readPostbotLog } from "./postbot-log.ts";

const folder = mkdtempSync(join(tmpdir(), "postbot log "));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;

/** A database with one table of these columns and rows. */
function log(columns: string, ...rows: readonly (readonly (string | number)[])[]): string {
  const file = join(folder, `${count++}.db`);
  using database = new DatabaseSync(file);
  database.exec(
    `CREATE TABLE broadcasts (id INTEGER PRIMARY KEY, ${columns}); CREATE TABLE matterwright_broadcast (message TEXT, channels TEXT); CREATE TABLE other (x)`,
  );
  for (const row of rows)
    database.prepare(`INSERT INTO broadcasts VALUES (NULL, ${row.map(() => "?").join(", ")})`).run(...row);
  database.exec("INSERT INTO matterwright_broadcast VALUES ('ours', 'x')");
  return file;
}

const wanted = { at: Date.UTC(2026, 0, 2, 9, 30), sender: "ann", targets: ["ops", "Floor 1"], message: "Hi" };

test.each([
  [
    "sender TEXT, timestamp TEXT, channels TEXT, message TEXT",
    ["ann", "2026-01-02 09:30:00", '["ops", "Floor 1"]', "Hi"],
  ],
  ["sent_at REAL, username TEXT, content TEXT, target_channels TEXT", [1_767_346_200, "ann", "Hi", "ops, Floor 1"]],
  [
    "sender_id TEXT, sender_name TEXT, message TEXT, channel_ids TEXT, created_at TEXT",
    ["x".repeat(26), "ann", "Hi", '["ops","Floor 1"]', "2026-01-02T10:30:00+01:00"],
  ],
])("with the columns %s is read", (columns, row) => {
  expect(readPostbotLog(log(columns, row), 10)).toEqual([wanted]);
});

test("is read from its end, and no more of it than is wanted", () => {
  const file = log(
    "sender TEXT, timestamp TEXT, channels TEXT, message TEXT",
    ...["one", "two", "three"].map((text) => ["ann", "?", "ops", text]),
  );
  expect(readPostbotLog(file, 2).map(({ message, at }) => [message, at])).toEqual([
    ["three", undefined],
    ["two", undefined],
  ]);
});

test("that is not there, or knows nothing of it, is empty; what is no database is an error", () => {
  expect(readPostbotLog(join(folder, "gone.db"), 10)).toEqual([]);
  expect(readPostbotLog(log("a TEXT", ["x"]), 10)).toEqual([]);
  const file = join(folder, "text.db");
  writeFileSync(file, "this is no database, and long enough to be looked at by whoever reads its head".repeat(10));
  expect(() => readPostbotLog(file, 10)).toThrow("not a database");
});
