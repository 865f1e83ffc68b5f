/** That everything whoever comes from Errbot must find again, and everything that went wrong there, has a test of its name. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const MUST_HAVES = 40;
const BUGS = 38;

const two = (number: number): string => String(number).padStart(2, "0");
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

/** The names of all tests that are about something of Errbot's. */
const names = globSync("{packages,plugins,examples,tools}/**/*.test.ts", {
  cwd: root,
  exclude: (name) => name.includes("node_modules") || name.includes("fixtures"),
})
  .map((file) => readFileSync(join(root, file), "utf8"))
  .flatMap((text) => [...text.matchAll(/"(errbot-[^"]+)"/g)].map(([, name]) => name))
  .join("\n");

test("each must-have has a test of its name", () => {
  const missing = upTo(MUST_HAVES).filter((number) => !new RegExp(`\\berrbot-${two(number)}\\b`).test(names));
  expect(missing).toEqual([]);
});

test("each bug has a test of its name", () => {
  const missing = upTo(BUGS).filter((number) => !new RegExp(`\\berrbot-bug-${two(number)}\\b`).test(names));
  expect(missing).toEqual([]);
});

test("what has no test would be missed", () => {
  expect(names).not.toMatch(/\berrbot-41\b/);
  expect(names.match(/errbot-/g)?.length).toBeGreaterThan(MUST_HAVES);
});
