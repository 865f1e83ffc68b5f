/** Places for values in a text. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filled, placesIn } from "./places.ts";

const values: Readonly<Record<string, string>> = { name: "Ann", "start time": "9:00", braces: "{{name}}", empty: "" };
const fill = (text: string): string => filled(text, (key) => values[key]);

describe("a place", () => {
  test.each([
    ["Hello {{name}}!", "Hello Ann!"],
    ["{{ Name }}, at {{start  Time}}", "Ann, at 9:00"],
    ["{{slot|not yet}} {{empty|nothing}} {{empty|}}.", "not yet nothing ."],
    ["{{name|nobody}}", "Ann"],
    [String.raw`\{{name}} is {{name}}`, "{{name}} is Ann"],
    ["{{braces}}", "{{name}}"],
    ["{{slot}} {{empty}}", "{{slot}} {{empty}}"],
    ["{ name } {{}} {{\nname}} {{{name}}} {{name", "{ name } {{}} {{\nname}} {Ann} {{name"],
  ])("%j is filled: %j", (text, expected) => {
    expect(fill(text)).toBe(expected);
  });

  test("is found once by each name, and needs a value where it stands without a fallback", () => {
    expect(placesIn(String.raw`{{a|x}} {{A}} {{b|y}} {{b|}} \{{c}}`)).toEqual([
      { name: "A", key: "a", fallback: undefined },
      { name: "b", key: "b", fallback: "y" },
    ]);
  });

  test("that has a value is never left, whatever stands around it", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/[\\{}]/.test(text)),
        fc.string(),
        (around, value) => {
          fc.pre(value !== "");
          expect(filled(`${around}{{x}}${around}`, () => value)).toBe(`${around}${value}${around}`);
        },
      ),
    );
  });
});
