/** Markdown with values in it: nothing that somebody else wrote becomes Markdown or a mention, and nothing that is missing goes unseen. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stage } from "@matterwright/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Bot, plain, plugin, safe, template, templateFile, z } from "../index.ts";

describe("plain text in Markdown", () => {
  test.each([
    ["*bold* _it_ ~no~ `code`", "\\*bold\\* \\_it\\_ \\~no\\~ \\`code\\`"],
    ["[here](http://evil.example) <b>", "\\[here\\](http://evil.example) \\<b\\>"],
    ["# title\n- item\n1. one\n> said", "\\# title\n\\- item\n1\\. one\n\\> said"],
    ["---\n===", "\\---\n\\==="],
    ["a | b", "a \\| b"],
    ["@all and @ben, ann@example.com", "@\u200Ball and @\u200Bben, ann@example.com"],
    ["see https://example.com/a_b_c?d=*x* now_", "see https://example.com/a_b_c?d=*x* now\\_"],
    ["1.5 - 2 = -0.5, it's 5 o'clock!", "1.5 - 2 = -0.5, it's 5 o'clock!"],
    ["a\n      code", "a\n   code"],
    ["\\*", "\\\\\\*"],
  ])("%j", (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  test("takes away nothing but white space, whatever was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const back = plain(text)
          .replaceAll("\u200B", "")
          .replaceAll(/\\(?=[\\`*_~[\]<>|#\-+=.)])/g, "");
        const bare = text.replaceAll("\u200B", "").replaceAll(/\\(?=[\\`*_~[\]<>|#\-+=.)])/g, "");
        expect(back.replaceAll(/\s/g, "")).toBe(bare.replaceAll(/\s/g, ""));
      }),
    );
  });
});

describe("safe", () => {
  test("keeps Markdown, shows everything else as it is, and makes lines of lists", () => {
    const lines = ["*a*", "b"].map((name) => safe`- **${name}**`);
    expect(safe`Of @${"ben"}, ${2}:\n${lines}\n${safe`_done_`} ${true}`.text).toBe(
      "Of @ben, 2:\n- **\\*a\\***\n- **b**\n_done_ true",
    );
    expect(safe`${new Date(Date.UTC(2026, 0, 1, 8))}`.text).toBe("2026-01-01 08:00 UTC");
  });

  test("escapes by where a value stands: code has no backslashes, and is not left", () => {
    const evil = "`x` _y_\n```";
    expect(safe`\`${evil}\` and ${"_z_"}`.text).toBe("`\u02CBx\u02CB _y_ \u02CB\u02CB\u02CB` and \\_z\\_");
    const block = safe`\`\`\`\n${evil}\n\`\`\`\n${"*"}`;
    expect(block.text).toBe("```\n`x` _y_\n\u200B```\n```\n\\*");
  });

  test("a value that is missing is an error that says where", () => {
    // @ts-expect-error -- nothing cannot be shown
    expect(() => safe`Hello, ${undefined}!`).toThrow('there is no value behind "Hello,"');
    // @ts-expect-error -- nor can an object
    expect(() => safe`Hello, ${{}}!`).toThrow("of a kind that cannot be shown (object)");
  });
});

const card = template(
  "**{{title}}** by {{by.name}}\n{{#tags}}\n- {{.}}\n{{/tags}}\n{{^tags}}\nNo tags.\n{{/tags}}\n{{#note}}Note: {{note}}{{/note}}",
  z.object({
    title: z.string(),
    by: z.object({ name: z.string() }),
    tags: z.array(z.string()),
    note: z.string().optional(),
  }),
);

describe("a template", () => {
  test("shows values, repeats and leaves out, without empty lines", () => {
    expect(card({ title: "*L*", by: { name: "@ben" }, tags: ["food", "_x_"], note: "soon" })).toBe(
      "**\\*L\\*** by @\u200Bben\n- food\n- \\_x\\_\nNote: soon",
    );
    expect(card({ title: "L", by: { name: "b" }, tags: [] })).toBe("**L** by b\nNo tags.\n");
  });

  test("repeats for objects, which see what is around them", () => {
    const shape = { team: z.string(), all: z.array(z.object({ id: z.int(), on: z.boolean() })) };
    const list = template("{{#all}}{{id}} of {{team}}{{#on}}!{{/on}}{{^on}}.{{/on}} {{/all}}", z.object(shape));
    expect(
      list({
        team: "ops",
        all: [
          { id: 1, on: true },
          { id: 2, on: false },
        ],
      }),
    ).toBe("1 of ops! 2 of ops. ");
  });

  test.each([
    ["{{titel}}", 'a template, line 1: there is no "titel" in the schema, which has title, tags'],
    ["a\n{{#tags}}\n{{name}}{{/tags}}", 'line 3: there is no "name"'],
    ["{{tags}}", '"tags" is no single value: write {{#tags}}…{{/tags}}'],
    ["{{#tags}}{{.}}", "{{#tags}} does not end"],
    ["{{/tags}}", "{{/tags}} ends nothing"],
  ])("%j is refused when it is made", (source, message) => {
    expect(() => template(source, z.object({ title: z.string(), tags: z.array(z.string()) }))).toThrow(message);
  });

  test("is strict: what is missing, or does not fit, is an error", () => {
    const maybe = template("Hello\n{{name}}", z.object({ name: z.string().optional() }), "the greeting");
    expect(() => maybe({})).toThrow('the greeting, line 2: "name" has no value: give one, or put it into {{#name}}');
    expect(() => maybe({ name: 1 as unknown as string })).toThrow("the greeting cannot be filled with this");
  });

  test("is read anew with its plugin", async () => {
    const folder = mkdtempSync(join(tmpdir(), "template-"));
    const file = join(folder, "hello.md");
    const hello = plugin({
      name: "hello",
      setup(bot) {
        const text = templateFile(pathToFileURL(file), z.object({ name: z.string() }));
        bot
          .command("hello", { about: "Greet" }, (ctx) => ctx.reply(text({ name: ctx.user.username })))
          .command("again", { about: "Load it anew" }, () => bot.manage.reload("hello"));
      },
    });
    writeFileSync(file, "Hello, *{{name}}*!\n");
    await using town = await stage((options) => new Bot(options).plugin(hello));
    const ben = town.person("ben");
    await ben.says("!hello");
    expect(ben.sees).toBe("Hello, *ben*!");
    writeFileSync(file, "Hi, {{name}}.");
    await ben.says("!again");
    await ben.says("!hello");
    expect(ben.sees).toBe("Hi, ben.");
    rmSync(folder, { recursive: true });
  });

  test("may be a file", () => {
    const folder = mkdtempSync(join(tmpdir(), "template-"));
    const file = pathToFileURL(join(folder, "card.md"));
    try {
      writeFileSync(file, "**{{title}}**\n");
      expect(templateFile(file, z.object({ title: z.string() }))({ title: "Lunch" })).toBe("**Lunch**");
      writeFileSync(file, "{{titel}}");
      expect(() => templateFile(file, z.object({ title: z.string() }))).toThrow("the template card.md, line 1");
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(() => templateFile(file, z.object({}))).toThrow("the template card.md cannot be read");
  });
});
