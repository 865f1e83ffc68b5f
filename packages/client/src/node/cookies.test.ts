import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cookies } from "./cookies.ts";

const url = (text: string): URL => new URL(text);
const SERVER = url("https://chat.example.com/mm/api/v4/x");

/** What is sent again after an answer set this. */
function kept(setCookie: string | readonly string[], at = SERVER, from = SERVER): string | undefined {
  const cookies = new Cookies(() => 1_000_000);
  cookies.keep(from, setCookie);
  return cookies.headerFor(at);
}

describe("a cookie", () => {
  test.each([
    ["LB=a", "LB=a"],
    ["LB=a=b==; Path=/", "LB=a=b=="],
    ["LB=a; Path=/mm", "LB=a"],
    ["LB=a; Path=/other", undefined],
    ["LB=a; Domain=example.com", "LB=a"],
    ["LB=a; Domain=.example.com; Secure; HttpOnly; SameSite=None", "LB=a"],
    ["LB=a; Domain=elsewhere.com", undefined],
    ["LB=a; Max-Age=60", "LB=a"],
    ["LB=a; Max-Age=0", undefined],
    ["LB=a; Expires=Thu, 01 Jan 1970 00:00:01 GMT", undefined],
    ["LB=a; Expires=Wed, 01 Jan 2200 00:00:01 GMT", "LB=a"],
    ["MMAUTHTOKEN=x", undefined],
    ["MMCSRF=x", undefined],
    ["no cookie at all", undefined],
    ["LB=a\r\nx: y", undefined],
    [`LB=${"a".repeat(5_000)}`, undefined],
  ])("%s is sent again as %s", (setCookie, expected) => {
    expect(kept(setCookie)).toBe(expected);
  });

  test("goes back to nobody else, and a secure one only over TLS", () => {
    expect(kept("LB=a", url("https://other.example.com/"))).toBeUndefined();
    expect(kept("LB=a; Secure", url("http://chat.example.com/"))).toBeUndefined();
    expect(kept("LB=a; Secure", url("wss://chat.example.com/"))).toBe("LB=a");
  });

  test("ends at its time, and a later one takes its place", () => {
    let nowMs = 0;
    const cookies = new Cookies(() => nowMs);
    cookies.keep(SERVER, ["LB=a; Max-Age=60", "other=1"]);
    cookies.keep(SERVER, "LB=b; Max-Age=60");
    expect(cookies.headerFor(SERVER)).toBe("other=1; LB=b");
    nowMs = 60_000;
    expect(cookies.headerFor(SERVER)).toBe("other=1");
  });

  test("of a server that sets no end of them leaves memory bounded", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `c${index}=1`);
    expect(kept(many)?.split("; ").length).toBe(50);
  });

  test("that makes no sense is survived", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        expect(kept(texts) ?? "").toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});
