import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redirectOf } from "./answers.ts";

const location = (target: string): string | undefined => redirectOf(target)?.headers["Location"]?.toString();

describe("a path with needless slashes or dots", () => {
  test("is sent to the clean one, with its query", () => {
    expect(location("/api/v4/posts/x//reactions?a=1")).toBe("/api/v4/posts/x/reactions?a=1");
    expect(location("//api/v4/users/me")).toBe("/api/v4/users/me");
    expect(location("/api/v4/./users/../teams")).toBe("/api/v4/teams");
  });

  test("of a clean one nothing is said, whatever stands in the query", () => {
    expect(redirectOf("/api/v4/users/me?redirect=//x/../y")).toBeUndefined();
    expect(redirectOf("/api/v4/files/a..b/info")).toBeUndefined();
  });

  test("leads to a path that is clean", () => {
    const segment = fc.constantFrom("", ".", "..", "a", "b.c");
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
        const target = `/${segments.join("/")}/end`;
        expect(redirectOf(location(target) ?? target)).toBeUndefined();
      }),
    );
  });
});
