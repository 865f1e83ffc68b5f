import fc from "fast-check";
import { UserError } from "matterwright";
import { expect, test } from "vitest";
import { changesIn } from "./changes.ts";

test.each<[string, unknown]>([
  ["cap=20", { cap: 20 }],
  ['login.user=ann login.tries=3 text="Good morning"', { login: { user: "ann", tries: 3 }, text: "Good morning" }],
  ["list=[1,2] on=true gone=null", { list: [1, 2], on: true, gone: null }],
  ['```json\n{ "a": { "b": 1 } }\n```', { a: { b: 1 } }],
  ["text=“Hi there”", { text: "Hi there" }],
  ["url=https://a.example/?q=1", { url: "https://a.example/?q=1" }],
])("%s", (text, expected) => {
  expect(changesIn(text)).toEqual(expected);
});

test("whatever is written becomes changes, or a sentence for a person", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        changesIn(text);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});

test("whatever value is quoted comes back", () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !/[“”]/.test(text)),
      (value) => {
        expect(changesIn(`key=${JSON.stringify(value)}`)).toEqual({ key: value });
      },
    ),
  );
});
