/** What an answer to "to whom?" means. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowsOf, stepsOfTable } from "./csv.ts";
import { stepsIn, written } from "./expression.ts";
import { nearTo } from "./near.ts";

/** The steps in short: `+a`, `-b`, `+a&b`. */
function read(answer: string, ...known: string[]): string[] {
  const steps = stepsIn(answer, (name) => known.includes(name));
  return steps.map(({ how, all }) => `${how === "add" ? "+" : "-"}${all.map(({ text }) => text).join("&")}`);
}

describe("an answer", () => {
  test.each<[string, string[], string[]]>([
    ["Group A, Group B, some-channel-name", [], ["+Group A", "+Group B", "+some-channel-name"]],
    ['"Group A" , ~ops,,\n14d9s71is3fh3duwj9a6u9k4jr', [], ["+Group A", "+~ops", "+14d9s71is3fh3duwj9a6u9k4jr"]],
    ["“Büro 🎉”, „Etage 1“, 'it is', `x`", [], ["+Büro 🎉", "+Etage 1", "+it is", "+x"]],
    ["management meeting", ["man"], ["+management meeting"]],
    ["all minus ~ops minus news*", [], ["+all", "-~ops", "-news*"]],
    ["a or b, c and d minus e", [], ["+a", "+b", "+c&d", "-e"]],
    ["Research and Development, ops", ["Research and Development"], ["+Research and Development", "+ops"]],
    ["Paris, Texas, ops", ["Paris, Texas"], ["+Paris, Texas", "+ops"]],
    ["members(~town square) minus @ann", [], ["+members(~town square)", "-@ann"]],
    ["team:north and ~dev-*", [], ["+team:north&~dev-*"]],
    ["all, b, minus ~ops, and c\nor d", [], ["+all", "+b", "-~ops", "+c", "+d"]],
    ["a, minus one, and, b, minus", ["minus one"], ["+a", "+minus one", "+and", "+b", "+minus"]],
    ["minus", [], ["+minus"]],
    ["minus ~ops, all", [], ["-~ops", "+all"]],
    ["minus ~ops, all", ["minus ~ops"], ["+minus ~ops", "+all"]],
    ["ops and", [], ["+ops", "+and"]],
    ["", [], []],
    [" , ,\n", [], []],
  ])("%j is read", (answer, known, steps) => {
    expect(read(answer, ...known)).toEqual(steps);
  });

  test("is the same when it is written again", () => {
    const name = fc
      .oneof(fc.stringMatching(/^[~@]?[a-z][a-z0-9-]{1,8}$/), fc.constantFrom("Büro 🎉", "Floor 1", "it's"))
      .filter((text) => !/^(?:and|or|minus)$/.test(text));
    const named = fc.tuple(name, fc.boolean()).map(([text, isQuoted]) => ({ text, isQuoted }));
    const step = fc.record({
      how: fc.constantFrom("add" as const, "remove" as const),
      all: fc.array(named, { minLength: 1, maxLength: 3 }),
    });
    const steps = fc.tuple(fc.array(named, { minLength: 1, maxLength: 2 }), fc.array(step, { maxLength: 4 }));
    fc.assert(
      fc.property(steps, ([first, others]) => {
        const all = [{ how: "add" as const, all: first }, ...others];
        expect(stepsIn(written(all), () => false)).toEqual(all);
      }),
    );
  });

  test("of any kind is read without complaint, and loses no word", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (answer) => {
        const words = (text: string): string => text.replaceAll(/[\s,;"“”„«»`']/g, "");
        const found = stepsIn(answer, () => false).flatMap(({ all }) => all.map(({ text }) => text));
        expect(words(answer).replaceAll(/and|or|minus/gi, "")).toBe(
          words(found.join("")).replaceAll(/and|or|minus/gi, ""),
        );
      }),
    );
  });
});

describe("a table of targets", () => {
  test("is read as spreadsheets write it", () => {
    expect(rowsOf('\uFEFFa;"b ""c"";\nd"\r\n\r\n1;2\n')).toEqual([
      ["a", 'b "c";\nd'],
      ["1", "2"],
    ]);
    const steps = stepsOfTable('room,Channel\n1,"Floor 1, left"\n2,~ops\n3,\n');
    expect(steps.map(({ all }) => all[0])).toEqual([
      { text: "Floor 1, left", isQuoted: true },
      { text: "~ops", isQuoted: false },
    ]);
    expect(stepsOfTable("Floor 1\nFloor 2")).toHaveLength(2);
  });
});

test("names that may have been meant are told, the nearest first", () => {
  const names = ["ALLE Cluster Briefkästen", "ALLE WG Briefkästen", "ops", "ops-night"];
  expect(nearTo("~opps", names)).toEqual(["ops"]);
  expect(nearTo("ops", names)).toEqual(["ops", "ops-night"]);
  expect(nearTo("briefkästen", names)).toEqual(["ALLE Cluster Briefkästen", "ALLE WG Briefkästen"]);
  expect(nearTo("xyz", names)).toEqual([]);
});
