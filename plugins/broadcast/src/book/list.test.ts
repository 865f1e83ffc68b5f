/** The whitelist of `channels.toml`, changed from chat: everything else in the file stays. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { edited } from "./edit.ts";
import { parseBook } from "./parse.ts";

const add = (text: string, id = "new"): string => edited(text, [{ list: "whitelist", id, isIn: true }]);
const remove = (text: string, id: string): string => edited(text, [{ list: "whitelist", id, isIn: false }]);

const lines = `# above
whitelist = [
  "a", # the first
  # on its own
  'b' # the last
] # behind

[groups] # all
"Floor 1" = [ "whitelist", "a",]
`;

describe("a whitelist", () => {
  test.each([
    ['whitelist = [ "a",]\n', 'whitelist = [ "a", "new",]\n'],
    ['whitelist = ["a"] # it\n', 'whitelist = ["a", "new"] # it\n'],
    ["whitelist = []\n[groups]\n", 'whitelist = [ "new",]\n[groups]\n'],
    ["", 'whitelist = [ "new",]\n'],
    ["# mine\n[groups]\n", 'whitelist = [ "new",]\n\n# mine\n[groups]\n'],
    ['[groups]\nwhitelist = ["x"]\n', 'whitelist = [ "new",]\n\n[groups]\nwhitelist = ["x"]\n'],
    [lines, lines.replace("  'b' # the last\n", "  'b', # the last\n  \"new\",\n")],
    ['whitelist = [\r\n  "a",\r\n]\r\n', 'whitelist = [\r\n  "a",\r\n  "new",\r\n]\r\n'],
  ])("takes an id in: %j", (before, after) => {
    expect(add(before)).toBe(after);
  });

  test.each([
    ['whitelist = [ "a", "b",]\n', "a", 'whitelist = [ "b",]\n'],
    ['whitelist = ["a", "b"] # it\n', "b", 'whitelist = ["a"] # it\n'],
    ['whitelist = ["a"]\n', "a", "whitelist = []\n"],
    [lines, "a", lines.replace('  "a", # the first\n', "")],
    [lines, "b", lines.replace("  'b' # the last\n", "")],
  ])("lets an id go: %j without %s", (before, id, after) => {
    expect(remove(before, id)).toBe(after);
  });

  test("has what was added and has not what was removed, whatever was there before", () => {
    const id = fc.stringMatching(/^[a-z0-9]{26}$/);
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 5 }), id, fc.boolean(), (ids, one, isLong) => {
        const items = ids.map((each) => `${isLong ? "\n  " : " "}"${each}",`).join("");
        const text = `whitelist = [${items}${isLong ? "\n" : " "}]\n\n[groups]\nall = [ "x",] # y\n`;
        const rest = ids.filter((each) => each !== one);
        expect(parseBook(add(text, one)).whitelist).toEqual([...rest, one]);
        expect(remove(add(text, one), one)).toContain('\n\n[groups]\nall = [ "x",] # y\n');
        expect(parseBook(remove(add(text, one), one)).whitelist).toEqual(rest);
      }),
    );
  });
});
