import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { isDirect, proxyAt } from "./proxy.ts";

describe("noProxy", () => {
  test.each([
    ["chat.example.com", "chat.example.com", true],
    ["example.com", "chat.example.com", true],
    [".example.com", "chat.example.com", true],
    ["*.example.com", "chat.example.com", true],
    ["EXAMPLE.com", "Chat.Example.COM", true],
    ["ample.com", "example.com", false],
    ["a.com, b.com example.com", "example.com", true],
    ["example.com:443", "example.com", true],
    ["example.com:8065", "example.com", false],
    ["10.0.0.0/8", "10.1.2.3", true],
    ["10.0.0.0/8", "11.1.2.3", false],
    ["10.0.0.0/8", "ten.example.com", false],
    ["fd00::/8", "[fd00::1]", true],
    ["[::1]", "[::1]", true],
    ["[::1]:443", "::1", true],
    ["1.2.3.4", "1.2.3.4", true],
    ["2.3.4", "1.2.3.4", false],
    ["*", "anything", true],
    ["", "anything", false],
    ["10.0.0.0/99, nonsense/8, /", "10.1.2.3", false],
  ])("%j and the server %s: direct %s", (noProxy, host, expected) => {
    expect(isDirect(host, 443, noProxy)).toBe(expected);
  });

  test("survives whatever is written there", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(70_000), (noProxy, host, port) => {
        expect(isDirect(host, port, noProxy)).toBeTypeOf("boolean");
      }),
    );
  });
});

describe("a proxy's address", () => {
  test.each([
    [
      "proxy.example.com:3128",
      { host: "proxy.example.com", port: 3128, isTls: false, shown: "http://proxy.example.com:3128" },
    ],
    [
      "https://proxy.example.com",
      { host: "proxy.example.com", port: 443, isTls: true, shown: "https://proxy.example.com" },
    ],
    ["http://[::1]:3128", { host: "::1", port: 3128, isTls: false, shown: "http://[::1]:3128" }],
  ])("%s", (address, expected) => {
    expect(proxyAt(address)).toEqual(expected);
  });

  test("never shows its password, whatever that is", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), (password) => {
        const { shown, authorization } = proxyAt(
          `http://name:${encodeURIComponent(password.toWellFormed())}@proxy.example.com`,
        );
        expect(shown).toBe("http://proxy.example.com");
        expect(Buffer.from(authorization?.slice(6) ?? "", "base64").toString()).toBe(`name:${password.toWellFormed()}`);
      }),
    );
  });

  test("is refused when it is none, without being shown", () => {
    expect(() => proxyAt("s3cr3t://proxy.example.com")).toThrow("a proxy of this kind is not known here");
    fc.assert(
      fc.property(fc.string(), (rubbish) => {
        try {
          proxyAt(`s3cr3t:${rubbish}`);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
          expect((error as Error).message).not.toContain("s3cr3t:");
        }
      }),
    );
  });
});
