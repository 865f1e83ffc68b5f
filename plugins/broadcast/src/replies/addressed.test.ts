/** To whom an answer is addressed. */
import { expect, test } from "vitest";
import { readAddressed } from "./addressed.ts";

test.each([
  ["#3 yes", [3], "yes"],
  ["#3: yes", [3], "yes"],
  ["#3", [3], ""],
  ["#3, #5 yes", [3, 5], "yes"],
  ["#3 and #5, #3 - yes", [3, 5], "yes"],
  ["#3\nyes\nand no", [3], "yes\nand no"],
  ["yes #3", [], "yes #3"],
  ["#3rd floor", [], "#3rd floor"],
  ["#floor3 is open", [], "#floor3 is open"],
  ["> **#12** @cat in ~ops\n> Which?\n\nThis one", [12], "This one"],
  ["> #12 Which?", [12], ""],
  ["> Which?\nThis one", [], "> Which?\nThis one"],
  ["", [], ""],
])("of %j", (text, numbers, rest) => {
  expect(readAddressed(text)).toEqual({ numbers, text: rest });
});
