import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PythonError, logicalLines } from "./tokens.ts";
import { valueOf } from "./value.ts";

describe("Python", () => {
  const read = (text: string): unknown => valueOf(logicalLines(text)[0]?.tokens ?? []);

  test.each([
    ["'a' \"b\" r'\\n'", { kind: "text", text: "ab\\n" }],
    ["'''two\nlines'''", { kind: "text", text: "two\nlines" }],
    ["'\\x41\\u00e9\\t'", { kind: "text", text: "Aé\t" }],
    ["-1_000", { kind: "number", number: -1000 }],
    ["('a',)", { kind: "list", items: [{ kind: "text", text: "a" }] }],
    ["('a')", { kind: "text", text: "a" }],
    ["os.getenv('A', 'b') or 'c'", { kind: "environment", name: "A", fallback: { kind: "text", text: "b" } }],
    [
      "'a,b'.split(',')",
      {
        kind: "list",
        items: [
          { kind: "text", text: "a" },
          { kind: "text", text: "b" },
        ],
      },
    ],
    ["f'{x}'", { kind: "unknown", source: '"{x}"', line: 1 }],
    ["open('x').read()", { kind: "unknown", source: 'open("x").read()', line: 1 }],
  ])("%s", (text, value) => {
    expect(read(text)).toEqual(value);
  });

  test("knows the escapes of texts, and leaves alone what is none", () => {
    const text = "\u{1F600}\u0041A\u0007\b\f\v\\d\\X41é";
    expect(read(String.raw`"\U0001F600\u0041\x41\a\b\f\v\d\X41\351"`)).toEqual({ kind: "text", text });
  });

  test("whatever stands in a text comes back, and whatever is read throws nothing but its own error", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(read(JSON.stringify(text))).toEqual({ kind: "text", text });
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PythonError);
        }
      }),
    );
  });
});
