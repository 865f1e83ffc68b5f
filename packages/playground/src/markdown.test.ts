import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, type Inline, parseMarkdown, safeHref } from "./page/markdown.ts";

/** Every piece of a text, those inside others too. */
function piecesOf(blocks: readonly Block[]): Inline[] {
  return blocks.flatMap((block): Inline[] => {
    switch (block.kind) {
      case "paragraph":
      case "heading":
        return within(block.inside);
      case "quote":
        return piecesOf(block.blocks);
      case "list":
        return block.items.flatMap((item) => piecesOf(item));
      case "table":
        return [block.head, ...block.rows].flatMap((row) => row.flatMap((cell) => within(cell)));
      case "code":
        return [{ kind: "code", text: block.text }];
      case "rule":
        return [];
    }
  });
}

const within = (pieces: readonly Inline[]): Inline[] =>
  pieces.flatMap((piece) => ("inside" in piece ? [piece, ...within(piece.inside)] : [piece]));

const textOf = (blocks: readonly Block[]): string =>
  piecesOf(blocks)
    .map((piece) => {
      if ("text" in piece) return piece.text;
      if (piece.kind === "break") return "\n";
      return "name" in piece ? piece.name : "";
    })
    .join("");

/** The pieces of a text of one paragraph. */
const inline = (text: string): unknown => {
  const [block] = parseMarkdown(text);
  return block?.kind === "paragraph" ? block.inside : block;
};
const text = (value: string): Inline => ({ kind: "text", text: value });
const item = (value: string): Block => ({ kind: "paragraph", inside: [text(value)] });

describe("within a line", () => {
  test.each<[string, Inline[]]>([
    ["**bold**", [{ kind: "strong", inside: [text("bold")] }]],
    ["*it* and _it_", [emphasis("it"), text(" and "), emphasis("it")]],
    ["***both***", [{ kind: "strong", inside: [emphasis("both")] }]],
    ["~~gone~~", [{ kind: "strike", inside: [text("gone")] }]],
    ["`a *b*`", [{ kind: "code", text: "a *b*" }]],
    ["`` a`b ``", [{ kind: "code", text: "a`b" }]],
    ["snake_case_name", [text("snake_case_name")]],
    ["2 * 3 * 4", [text("2 * 3 * 4")]],
    [String.raw`\*plain\*`, [text("*plain*")]],
    ["one\ntwo", [text("one"), { kind: "break" }, text("two")]],
    ["hi @ann.", [text("hi "), { kind: "mention", name: "ann" }, text(".")]],
    ["see ~ops", [text("see "), { kind: "channel", name: "ops" }]],
    ["me@example.com", [text("me@example.com")]],
    [":tada: :nonsense:", [{ kind: "emoji", name: "tada", sign: "🎉" }, text(" :nonsense:")]],
    ["at 10:30:00", [text("at 10:30:00")]],
    ["!help", [text("!help")]],
  ])("%s", (given, wanted) => {
    expect(inline(given)).toEqual(wanted);
  });

  test("links lead where they say, without the full stop behind them", () => {
    expect(inline("[docs](https://example.com/a_(b))")).toEqual([
      { kind: "link", href: "https://example.com/a_(b)", inside: [text("docs")] },
    ]);
    expect(inline("https://example.com/x.")).toEqual([
      { kind: "link", href: "https://example.com/x", inside: [text("https://example.com/x")] },
      text("."),
    ]);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//example.com",
    "file:///etc",
  ])("%s is no address", (address) => {
    expect(safeHref(address)).toBeUndefined();
    expect(piecesOf(parseMarkdown(`[x](${address})`)).filter(({ kind }) => kind === "link")).toEqual([]);
  });
});

describe("blocks", () => {
  test("headings, rules, quotes and code", () => {
    const blocks = parseMarkdown("## Title\n\n---\n> said\n> twice\n\n```js\na < b\n\n**c**\n```\nend");
    expect(blocks).toEqual([
      { kind: "heading", level: 2, inside: [text("Title")] },
      { kind: "rule" },
      { kind: "quote", blocks: [{ kind: "paragraph", inside: [text("said"), { kind: "break" }, text("twice")] }] },
      { kind: "code", language: "js", text: "a < b\n\n**c**" },
      { kind: "paragraph", inside: [text("end")] },
    ]);
  });

  test("code that is never closed goes on to the end", () => {
    expect(parseMarkdown("```\nleft open")).toEqual([{ kind: "code", language: "", text: "left open" }]);
  });

  test("lists, with lists in them", () => {
    expect(parseMarkdown("3. three\n4. four\n   - inner\n\nafter")).toEqual([
      {
        kind: "list",
        start: 3,
        items: [[item("three")], [item("four"), { kind: "list", start: undefined, items: [[item("inner")]] }]],
      },
      item("after"),
    ]);
  });

  test("tables, with as many cells in each row as there are headings", () => {
    expect(parseMarkdown("| a | b |\n|:-:|--:|\n| 1 \\| 2 |\n| 3 | 4 | 5 |")).toEqual([
      {
        kind: "table",
        align: ["center", "end"],
        head: [[text("a")], [text("b")]],
        rows: [
          [[text("1 | 2")], []],
          [[text("3")], [text("4")]],
        ],
      },
    ]);
  });
});

describe("any text at all", () => {
  const signs = fc.constantFrom(
    ..."ab *_~`[]()<>!#|-+>:@.\\\n1 \t\"'&/",
    "https://x.y",
    "**",
    "```",
    "\n\n",
    "- ",
    "| a |\n|--|\n",
  );
  const anything = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(signs, { maxLength: 200 }).map((parts) => parts.join("")),
  );

  test("becomes data, in which every link is one of the web or of mail", () => {
    fc.assert(
      fc.property(anything, (given) => {
        const links = piecesOf(parseMarkdown(given)).filter((piece) => piece.kind === "link");
        const strange = links.filter(({ href }) => !["http:", "https:", "mailto:"].includes(new URL(href).protocol));
        expect(strange).toEqual([]);
      }),
    );
  });

  test("keeps its words", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 20 });
    const glue = fc.constantFrom(
      " ",
      "\n",
      "\n\n",
      " *",
      "* ",
      " **",
      "** ",
      " _",
      "_ ",
      "\n> ",
      "\n# ",
      " <",
      "> ",
      "&",
    );
    fc.assert(
      fc.property(words, fc.array(glue, { minLength: 20, maxLength: 20 }), (given, between) => {
        const kept = textOf(parseMarkdown(given.map((word, index) => word + (between[index] ?? " ")).join("")));
        expect(kept.match(/[a-z]+/g)?.join("")).toBe(given.join(""));
      }),
    );
  });

  test.each(["*a ", "**a *b _c ", "[", "`", "[a](", "> ", "- ", "~", "| "])(
    "is read in reasonable time even when it is sixteen thousand signs of %j",
    (sign) => {
      expect(() => parseMarkdown(sign.repeat(16_384 / sign.length))).not.toThrow();
    },
    2_000,
  );
});

function emphasis(inside: string): Inline {
  return { kind: "emphasis", inside: [text(inside)] };
}
