/** Globs in rules: whatever stands in one means itself, but for `*` and `?`. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { accessOptions, globPattern } from "./rule.ts";

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

test.each<[unknown, string]>([
  [
    { rules: [{ allow: "deploy", user: "@ben" }], defautl: "deny" },
    "There is no `rules.0.user`: did you mean `rules.0.users`? There is no `defautl`: did you mean `default`?",
  ],
  [
    { rules: { allow: "deploy" } },
    '`rules` must be a list, not `{"allow":"deploy"}`. For example: {"rules":[{"allow":"deploy","users":["@ben"]}]}',
  ],
  [{ rules: [{ allow: 3 }] }, "`rules.0.allow` must be a text or a list, not `3`."],
  [{ rules: [{ users: "@ben" }] }, "`rules.0`: say either `allow` or `deny`."],
  [{ default: "denied" }, '`default` must be one of `allow`, `deny`, not `"denied"`. For example: {"default":"allow"}'],
  [[], "It must be an object, not `[]`."],
])("rules that cannot be understood are explained: %j", (given, sentence) => {
  expect(() => accessOptions(given)).toThrow(`the access rules cannot be understood: ${sentence}`);
});
