import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { ID_ALPHABET, directChannelName, idFromBytes, isId } from "./ids.ts";

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe("ids", () => {
  test("sixteen bytes make 26 letters of the server's alphabet", () => {
    fc.assert(
      fc.property(bytes, (sixteen) => {
        const id = idFromBytes(sixteen);
        expect(id).toHaveLength(26);
        expect([...id].every((letter) => ID_ALPHABET.includes(letter))).toBe(true);
        expect(isId(id)).toBe(true);
      }),
    );
  });

  test("different bytes make different ids", () => {
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(idFromBytes(one) === idFromBytes(other)).toBe(Buffer.compare(one, other) === 0);
      }),
    );
  });

  test("any 26 letters and digits could be an id, nothing else", () => {
    expect(isId("ABCDEFGHIJKLMNOPQRSTUVWXYZ")).toBe(true);
    expect(isId("abc")).toBe(false);
    expect(isId("abcdefghijklmnopqrstuvwxy-")).toBe(false);
  });

  test("a direct channel's name does not depend on who asks", () => {
    expect(directChannelName("b", "a")).toBe("a__b");
    expect(directChannelName("a", "b")).toBe("a__b");
  });
});
