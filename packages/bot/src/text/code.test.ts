import { expect, test } from "vitest";
import { code, codeBlock } from "./code.ts";

test("inline code holds whatever is put into it, on one line", () => {
  expect(code("@all")).toBe("`@all`");
  expect(code("a\n  b")).toBe("`a b`");
  expect(code("a`b``c")).toBe("```a`b``c```");
  expect(code("`x`")).toBe("`` `x` ``");
  expect(code("")).toBe("`  `");
});

test("inline code is shortened between signs", () => {
  expect(code("😀".repeat(301))).toBe(`\`${"😀".repeat(299)}…\``);
});

test("a block's fence is longer than any inside", () => {
  expect(codeBlock("x", "ts")).toBe("```ts\nx\n```");
  expect(codeBlock("````\nx\n````")).toBe("`````\n````\nx\n````\n`````");
});
