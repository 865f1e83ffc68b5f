import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cleaner } from "matterwright";

const secret = fc
  .string({ minLength: 8, maxLength: 30 })
  .filter((text) => !"[secret]".includes(text) && text.trim() !== "");

test("a secret leaves no trace, plain, in JSON or in a URL", () => {
  fc.assert(
    fc.property(fc.string(), secret, fc.string(), (before, token, after) => {
      const clean = cleaner([token]);
      for (const text of [token, JSON.stringify(token), `https://x/?t=${encodeURIComponent(token)}`])
        expect(clean(`${before} ${text} ${after}`).replaceAll("[secret]", "")).not.toContain(token);
    }),
  );
});

test("the rest stays, and the longer of two secrets goes first", () => {
  expect(cleaner(["abc", "abcdef"])("x abcdef y abc z")).toBe("x [secret] y [secret] z");
  expect(cleaner([""])("x")).toBe("x");
});
