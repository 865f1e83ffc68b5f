import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { findBreaches } from "./walls.ts";

const fixtures = join(import.meta.dirname, "fixtures");

describe("walls", () => {
  test("the house stands", () => {
    expect(findBreaches(resolve(import.meta.dirname, "../.."))).toEqual([]);
  });

  test.each(readdirSync(fixtures))("rejects the fixture %s, and for that reason only", (name) => {
    const rules = findBreaches(join(fixtures, name)).map(({ rule }) => rule);
    expect(new Set(rules)).toEqual(new Set([ruleOf(name)]));
  });
});

/** `package-in-test` is one more way to break the rule `package`. */
function ruleOf(fixture: string): string {
  return fixture.split("-")[0] ?? fixture;
}
