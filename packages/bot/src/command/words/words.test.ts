import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quote, readWords } from "./words.ts";

const texts = (line: string): string[] => readWords(line).map((word) => word.text);

describe("readWords", () => {
  test.each([
    ["deploy api  prod", ["deploy", "api", "prod"]],
    ["one\ntwo\tthree", ["one", "two", "three"]],
    [`"two words" 'and three more'`, ["two words", "and three more"]],
    ["don't say 'tis over", ["don't", "say", "'tis", "over"]],
    [`--note="two words" --to=prod`, ["--note=two words", "--to=prod"]],
    [String.raw`"say \"hi\"" a\ b C:\temp\new`, [`say "hi"`, "a b", String.raw`C:\temp\new`]],
    ["“two words” „zwei Wörter“ ‘and more’", ["two words", "zwei Wörter", "and more"]],
    ["—force –to=x −5 – —", ["--force", "--to=x", "-5", "–", "—"]],
    ["`ls -la` ``a`b``", ["ls -la", "a`b"]],
    ['config ```json\n{ "a": 1 }\n```', ["config", '{ "a": 1 }']],
    ["`never closed", ["`never", "closed"]],
    [`""`, [""]],
    ["   ", []],
  ])("%s", (line, expected) => {
    expect(texts(line)).toEqual(expected);
  });

  test("says where a word stands and whether it was quoted", () => {
    expect(readWords(`a  "b c"`)).toEqual([
      { text: "a", start: 0, end: 1, quoted: false, unclosed: false },
      { text: "b c", start: 3, end: 8, quoted: true, unclosed: false },
    ]);
  });

  test("marks a double quote that is never closed", () => {
    expect(readWords(`a "b c`)).toMatchObject([{ text: "a" }, { text: `"b c`, unclosed: true, end: 6 }]);
  });

  test("whatever is quoted comes back", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (words) => {
        const read = readWords(words.map(quote).join(" "));
        expect(read.map((word) => word.text)).toEqual(words);
        expect(read.every((word) => word.quoted)).toBe(true);
      }),
    );
  });

  test("a line full of quotes that never close is read in one go", () => {
    expect(readWords("'a \u2018b `c ``d ".repeat(20_000))).toHaveLength(80_000);
  });

  test("nothing is unreadable, and every sign but white space belongs to a word", () => {
    const signs = fc.constantFrom(..."ab \n\t\"'`“”„‘’\\=-—–−5", "```", "--");
    fc.assert(
      fc.property(
        fc.array(signs).map((all) => all.join("")),
        (line) => {
          const words = readWords(line);
          let rest = "";
          let from = 0;
          for (const { start, end } of words) {
            expect(end).toBeGreaterThan(start);
            rest += line.slice(from, start);
            from = end;
          }
          expect((rest + line.slice(from)).trim()).toBe("");
        },
      ),
    );
  });
});
