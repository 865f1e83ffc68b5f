import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PLAIN, afterLine } from "./block.ts";
import { OUTSIDE, afterLineIn } from "./container.ts";
import { codePoints } from "./measure.ts";
import { pieces, splitText } from "./split.ts";

const fencesBalanced = (part: string): boolean => part.split("\n").reduce(afterLine, PLAIN).kind !== "fence";

describe("splitText", () => {
  test("returns what fits as it is, counted in code points and not in units", () => {
    expect(splitText("")).toEqual([""]);
    expect(splitText("😀".repeat(16_383))).toHaveLength(1);
    expect(splitText("😀".repeat(16_384)).map(codePoints)).toEqual([16_383, 1]);
  });

  test("prefers the end of a paragraph, then of a line, then of a word", () => {
    const paragraph = "word ".repeat(9).trim();
    expect(splitText(`${paragraph}\n\n${paragraph}`, 64)).toEqual([paragraph, paragraph]);
    expect(splitText(`${paragraph}\n${paragraph}`, 64)).toEqual([paragraph, paragraph]);
    expect(splitText(`${paragraph} ${paragraph}`, 64)).toEqual([
      "word ".repeat(12) + "word",
      "word word word word word",
    ]);
  });

  test("does not leave a tiny part behind for the sake of a paragraph", () => {
    const [first] = splitText(`Yes.\n\n${"word ".repeat(100)}`, 100);
    expect(codePoints(first ?? "")).toBeGreaterThan(50);
  });

  test("cuts a word without spaces between two signs", () => {
    const family = "👨‍👩‍👧‍👦";
    const parts = splitText(family.repeat(40), 64);
    expect(parts.join("")).toBe(family.repeat(40));
    for (const part of parts) expect(part.replaceAll(family, "")).toBe("");
  });

  test("closes a fence at a cut and opens it again with its info string", () => {
    const code = Array.from({ length: 12 }, (_, row) => `const row${row} = ${row};`).join("\n");
    const parts = splitText(`Look:\n\n\`\`\`ts\n${code}\n\`\`\`\nThat is all.`, 100);
    expect(parts[0]).toBe(
      "Look:\n\n```ts\nconst row0 = 0;\nconst row1 = 1;\nconst row2 = 2;\nconst row3 = 3;\nconst row4 = 4;\n```",
    );
    expect(parts[1]).toMatch(/^```ts\nconst row5 = 5;\n/);
    expect(parts.at(-1)).toMatch(/const row11 = 11;\n```\nThat is all\.$/);
  });

  test("understands tildes, longer fences and fences in lists and quotes", () => {
    const body = "x".repeat(30);
    for (const [open, close] of [
      ["~~~yaml", "~~~"],
      ["````md", "````"],
      ["  ```", "  ```"],
      ["> ```sh", "> ```"],
    ] as const) {
      const parts = splitText([open, body, body, body, close].join("\n"), 64);
      expect(parts.length).toBeGreaterThan(1);
      for (const part of parts) {
        expect(part.startsWith(`${open}\n`)).toBe(true);
        expect(part.endsWith(`\n${close}`)).toBe(true);
      }
    }
  });

  test("moves a block of code as a whole when it fits into the next part", () => {
    const text = `${"Some words of text. ".repeat(3).trim()}\n\`\`\`\n${"y".repeat(40)}\n\`\`\``;
    expect(splitText(text, 80)).toEqual([text.slice(0, 59), text.slice(60)]);
  });

  test("repeats the head of a table", () => {
    const head = "| name | state |\n|------|-------|";
    const rows = Array.from({ length: 30 }, (_, row) => `| p${row} | on |`);
    const parts = splitText([head, ...rows].join("\n"), 160);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.startsWith(`${head}\n| p`)).toBe(true);
    expect(parts.flatMap((part) => part.split("\n").slice(2))).toEqual(rows);
  });

  test("goes on with a quote in every part, also inside a line and behind lines without its sign", () => {
    const quoted = `> ${"word ".repeat(60).trim()}\n> > ${"deeper ".repeat(30).trim()}\nlazy ${"tail ".repeat(20).trim()}`;
    const parts = splitText(quoted, 100);
    expect(parts.length).toBeGreaterThan(4);
    for (const part of parts) expect(part).toMatch(/^> /);
    expect(parts.filter((part) => part.startsWith("> > ")).length).toBeGreaterThan(1);
    expect(splitText(`> ${"a ".repeat(30)}\n\n${"b ".repeat(40).trim()}`, 64)[1]).toMatch(/^b /);
  });

  test("goes on with a list, its items and their numbers", () => {
    const parts = splitText(
      [
        "1. First",
        "2. Second",
        ...Array.from({ length: 6 }, (_, row) => `   - detail ${row} of the second`),
        "3. Third",
      ].join("\n"),
      100,
    );
    expect(parts).toEqual([
      "1. First\n2. Second\n   - detail 0 of the second\n   - detail 1 of the second",
      "2. …\n   - detail 2 of the second\n   - detail 3 of the second\n   - detail 4 of the second",
      "2. …\n   - detail 5 of the second\n3. Third",
    ]);
    const [, rest] = splitText(`- ${"word ".repeat(20).trim()}\n- next`, 64);
    expect(rest).toMatch(/^- … word(?: word)+\n- next$/);
  });

  test("keeps a block of code in its item, and one in a quote in its quote", () => {
    const code = Array.from({ length: 8 }, (_, row) => `    line ${row}`).join("\n");
    const parts = splitText(`10. Do this:\n\n    \`\`\`sh\n${code}\n    \`\`\`\n11. Then that`, 80);
    expect(parts[1]).toMatch(/^10\. …\n {4}```sh\n {4}line \d/);
    expect(parts[0]).toMatch(/\n {4}```$/);
    const opened = splitText(`- \`\`\`js\n${"  let x;\n".repeat(12)}  \`\`\`\n- after`, 80);
    expect(opened[1]).toMatch(/^- …\n {2}```js\n {2}let x;/);
    expect(opened.every(fencesBalanced)).toBe(true);
  });

  test("does not take a word for the beginning of a list because a cut stands before it", () => {
    const parts = splitText("so - many - dashes - stand - in - this - text - ".repeat(6), 64);
    for (const part of parts) expect(part).not.toMatch(/^- /);
  });

  test("closes a fence that its author forgot, once there are several parts", () => {
    const parts = splitText(`\`\`\`\n${"z\n".repeat(60)}`, 64);
    expect(parts.every(fencesBalanced)).toBe(true);
  });

  test("refuses a limit that leaves no room", () => {
    expect(() => splitText("text", 10)).toThrow("Cannot split a text at 10 code points; give 64 or more.");
  });
});

const words = fc.constantFrom(
  "a",
  "word",
  "longer-word",
  "don't",
  "`code`",
  "``",
  "*",
  "|",
  "😀",
  "👨‍👩‍👧‍👦",
  "🇩🇪",
  "\uD800",
  "e\u0301",
);
const spaces = fc.constantFrom(" ", "  ", "\t", "", "\u00A0");
const lines = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.tuple(words, spaces), { maxLength: 40 }).map((parts) => parts.flat().join("")) },
  { weight: 3, arbitrary: fc.constantFrom("```", "```ts", "~~~", "````", " ```js", "> ~~~ info", "``` not`a fence") },
  { weight: 2, arbitrary: fc.constantFrom("", " ", "| a | b |", "|---|---|", "- item", "    code") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
);
const texts = fc
  .array(fc.tuple(lines, fc.constantFrom("\n", "\r\n", " ")), { maxLength: 40 })
  .map((all) => all.flat().join(""));
/** Lists in quotes in lists, of short lines, as people write them. */
const structured = fc
  .array(
    fc.tuple(
      fc.constantFrom("", "> ", "> > "),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom("- ", "- ", "7. ", ""),
      fc.constantFrom("item", "an item of a list", "words that go on"),
      fc.constantFrom("\n", "\n", "\n", "\n\n"),
    ),
    { minLength: 5, maxLength: 60, size: "max" },
  )
  .map((rows) =>
    rows.map(([quote, depth, marker, words, end]) => quote + "  ".repeat(depth) + marker + words + end).join(""),
  );
/** How deep in quotes and lists each line stands that is not blank. */
function depths(text: string): readonly string[] {
  const found: string[] = [];
  let container = OUTSIDE;
  for (const line of text.split("\n")) {
    container = afterLineIn(container, line);
    if (line.trim() !== "")
      found.push(`${container.quote.split(">").length - 1}/${container.items.length} ${line.replace(/^[>\s]+/, "")}`);
  }
  return found;
}

const limits = fc.integer({ min: 64, max: 400 });

describe("for every text and limit", () => {
  test("no part is longer than the limit, and fences are balanced in each", () => {
    fc.assert(
      fc.property(texts, limits, (text, limit) => {
        const parts = splitText(text, limit);
        for (const part of parts) expect(codePoints(part)).toBeLessThanOrEqual(limit);
        if (parts.length > 1) expect(parts.every(fencesBalanced)).toBe(true);
      }),
      {
        numRuns: 600,
        examples: [
          ["~~~ ~~~\na\n".padEnd(99, "x"), 64],
          [`> ~~~ ${"an info string that fills the part ".repeat(2)}\nx`, 64],
        ],
      },
    );
  });

  test("the parts without their repairs are the text, and only white space falls away", () => {
    fc.assert(
      fc.property(texts, limits, (text, limit) => {
        const all = [...pieces(text, limit)];
        expect(all.map((piece) => piece.body + piece.gap).join("")).toBe(text);
        for (const { gap } of all) expect(gap.trim()).toBe("");
      }),
      { numRuns: 600 },
    );
  });

  test("every line stands in the quotes and items in which it stood in the whole", () => {
    fc.assert(
      fc.property(structured, fc.integer({ min: 160, max: 400 }), (text, limit) => {
        const all = [...pieces(text, limit)];
        fc.pre(all.every(({ gap }, index) => gap.includes("\n") || index === all.length - 1));
        const parts = all.map(({ reopened, body, closed }) => ({
          lines: depths(reopened + body + closed),
          added: reopened.split("\n").length - 1,
        }));
        expect(parts.flatMap(({ lines, added }) => lines.slice(added))).toEqual(depths(text));
      }),
      { numRuns: 600 },
    );
  });

  test("no surrogate pair is divided", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 65, maxLength: 600 }), limits, (text, limit) => {
        for (const { body } of pieces(text, limit)) expect(body.isWellFormed()).toBe(true);
      }),
    );
  });

  test("a hundred thousand lines are no trouble", () => {
    const parts = splitText("A line of text in a long report.\n".repeat(100_000));
    expect(parts.every((part) => codePoints(part) <= 16_383)).toBe(true);
    expect(parts.length).toBeLessThan(220);
  });
});
