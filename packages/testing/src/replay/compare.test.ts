import { describe, expect, test } from "vitest";
import { ABSENT, type Comparison, compare } from "./compare.ts";
import { Names } from "./names.ts";
import type { Json } from "./scenario.ts";

const BEN = "a".repeat(26);
const ONE = "b".repeat(26);
const TWO = "c".repeat(26);

function comparison(more: Partial<Comparison> = {}): Comparison {
  const names = new Names(new Map([["user.ben", [BEN]]]));
  return { names, suffix: "-x1", skips: () => false, isUnordered: () => false, ...more };
}

const differences = (recorded: Json, got: unknown, by = comparison()): string[] =>
  compare(recorded, got, "body", by).map(({ path }) => path);

describe("compare", () => {
  test("takes names for what they stand for, and numbered ones one to one", () => {
    expect(differences({ user: "<user.ben>", a: "<id1>", b: "<id1>" }, { user: BEN, a: ONE, b: ONE })).toEqual([]);
    expect(differences({ user: "<user.ben>" }, { user: ONE })).toEqual(["body.user"]);
    expect(differences({ a: "<id1>", b: "<id1>" }, { a: ONE, b: TWO })).toEqual(["body.b"]);
    expect(differences({ a: "<id1>", b: "<id2>" }, { a: ONE, b: ONE })).toEqual(["body.b"]);
  });

  test("tells absent keys and keys that should not be there", () => {
    expect(compare({ a: 1 }, { b: 2 }, "body", comparison())).toEqual([
      { path: "body.a", expected: 1, got: ABSENT },
      { path: "body.b", expected: ABSENT, got: 2 },
    ]);
  });

  test("tells null from absent and a number from its text", () => {
    expect(differences({ a: null }, {})).toEqual(["body.a"]);
    expect(differences({ a: 1 }, { a: "1" })).toEqual(["body.a"]);
    expect(differences({ a: "<time>" }, { a: 1_700_000_000_000 })).toEqual([]);
    expect(differences({ a: "<time>" }, { a: 0 })).toEqual(["body.a"]);
  });

  test("enters JSON in a text, and only in a text", () => {
    expect(differences({ post: { $json: { id: "<id1>" } } }, { post: JSON.stringify({ id: ONE }) })).toEqual([]);
    expect(differences({ post: { $json: { id: "<id1>" } } }, { post: { id: ONE } })).toEqual(["body.post"]);
  });

  test("finds an order where none is promised, and none where one is", () => {
    const unordered = comparison({ isUnordered: () => true });
    const recorded = [
      { id: "<id1>", to: "<id2>" },
      { id: "<user.ben>", to: "<id1>" },
    ];
    const got = [
      { id: BEN, to: ONE },
      { id: ONE, to: TWO },
    ];
    expect(differences(recorded, got, unordered)).toEqual([]);
    expect(differences(recorded, got).length).toBeGreaterThan(0);
  });

  test("takes literal angle brackets and long texts for what they are", () => {
    expect(differences("<!channel> <b>", "<!channel> <b>")).toEqual([]);
    expect(differences("<5 characters: aa…>", "aabcd")).toEqual([]);
    expect(differences("<5 characters: aa…>", "aabcde")).toEqual(["body"]);
  });

  test("removes the suffix, and sorts the ids of a direct channel's name", () => {
    expect(differences("@ben", "@ben-x1")).toEqual([]);
    expect(differences("<id1>__<user.ben>", `${BEN}__${ONE}`)).toEqual([]);
  });
});
