import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closest, mostSlips, slips } from "../../text/distance.ts";
import { Suggestions } from "./suggest.ts";

describe("slips", () => {
  test.each([
    ["help", "help", 0],
    ["hlep", "help", 1],
    ["halp", "help", 1],
    ["hel", "help", 1],
    ["hellp", "help", 1],
    ["stauts", "status", 1],
    ["depoly", "deploy", 1],
    ["abc", "xyz", undefined],
  ])("%s → %s: %s", (a, b, expected) => {
    expect(slips(a, b, 2)).toBe(expected);
  });

  test("is the same in both directions, and the limit changes nothing but what is left out", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, most) => {
        const exact = slips(a, b, 99);
        expect(slips(b, a, 99)).toBe(exact);
        expect(slips(a, b, most)).toBe(exact !== undefined && exact <= most ? exact : undefined);
      }),
    );
  });
});

describe("closest", () => {
  test("takes the nearest, whatever its case, and nothing far away", () => {
    expect(closest("Prodd", ["staging", "prod", "product"])).toBe("prod");
    expect(closest("live", ["staging", "prod"])).toBeUndefined();
    expect(closest("x", ["y"])).toBeUndefined();
  });
});

describe("suggestions among commands", () => {
  const commands = new Suggestions();
  for (const name of ["help", "status", "plugin list", "plugin info", "uptime", "echo"]) commands.add(name);

  test("finds commands of one and of several words", () => {
    expect(commands.near(["hlep"])).toEqual(["help"]);
    expect(commands.near(["plugin", "lsit", "now"])).toEqual(["plugin list"]);
    expect(commands.near(["stats", "please"])).toEqual(["status"]);
    expect(commands.near(["weather", "in", "bern"])).toEqual([]);
  });

  test("forgets a command that was taken away", () => {
    commands.add("deploy");
    commands.delete("deploy");
    expect(commands.near(["depoly"])).toEqual([]);
  });

  test("finds what a full comparison finds", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "q", "_"), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 30 }), word, (names, typed) => {
        const some = new Suggestions();
        for (const name of names) some.add(name);
        const expected = names.filter((name) => slips(typed, name, mostSlips(typed.length)) !== undefined);
        expect(some.near([typed]).toSorted()).toEqual(expected.toSorted());
      }),
    );
  });
});
