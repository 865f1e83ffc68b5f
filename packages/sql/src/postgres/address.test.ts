import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { postgresAddress } from "./address.ts";

describe("the address of a database", () => {
  test("is shown without its password, whatever stands in it", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/);
    const secret = fc.string({ minLength: 8, maxLength: 20, unit: "binary" }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(word, secret, word, fc.integer({ min: 1, max: 65_535 }), (user, password, database, port) => {
        const text = `postgres://${user}:${encodeURIComponent(password)}@db.example.com:${port}/${database}`;
        const address = postgresAddress(text);
        expect(address).toMatchObject({ user, database, port, host: "db.example.com" });
        expect(address.shown).toBe(`${user}@db.example.com:${port}/${database}`);
      }),
    );
  });

  test.each([
    ["nonsense", /is none: write it like/],
    ["mysql://bot:hushhush@db/bot", /begins with mysql:/],
    ["postgres://bot:hushhush@db", /names no database/],
    ["postgres://db/bot", /names no user/],
    ["postgres://bot:hush%zz@db%2/bot", /is none|stands for nothing/],
  ])("%s is refused in a sentence", (text, sentence) => {
    expect(() => postgresAddress(text)).toThrow(sentence);
    expect(() => postgresAddress(text)).not.toThrow(/hush/);
  });
});
