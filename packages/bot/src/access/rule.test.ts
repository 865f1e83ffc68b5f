/** Globs in rules: whatever stands in one means itself, but for `*` and `?`. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { globPattern } from "./rule.ts";

test("a glob without stars fits itself, and what has more before it or behind it does not", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const glob = text.replaceAll(/[*?]/g, "-");
      expect(globPattern(glob).test(glob)).toBe(true);
      expect(globPattern(glob).test(`${glob}x`)).toBe(false);
      expect(globPattern(`*${glob}`).test(`before\n${glob}`)).toBe(true);
    }),
  );
});

test.each([
  ["prod-*", "prod-eu", true],
  ["*--force*", "now --force", true],
  ["v1.?", "v1.2", true],
  ["v1.?", "v1x2", false],
  ["a/b", "A/B", true],
])("%s and %s: %s", (glob, text, fits) => expect(globPattern(glob).test(text)).toBe(fits));
