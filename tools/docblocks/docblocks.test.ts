import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { blocksOf } from "./blocks.ts";
import { checkDocuments } from "./docblocks.ts";
import { matches } from "./shell.ts";

const root = resolve(import.meta.dirname, "../..");

/** A tree with one document, beside the real packages, so that its TypeScript can import them. */
function treeWith(document: string): string {
  const folder = mkdtempSync(join(tmpdir(), "docs-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "examples"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  cpSync(join(root, "tsconfig.json"), join(folder, "tsconfig.json"));
  writeFileSync(join(folder, "README.md"), document);
  return folder;
}

describe("what the docs show is true", () => {
  test.each([
    ["a type error", "```ts\nconst port: number = 'eighty';\n```", /README.md:2: error TS2322/],
    ["JSON that is none", "```json\n{ text: 1 }\n```", /README.md:1: /],
    ["a command that fails", "```sh\ntrue\nfalse\n```", /README.md:1: ended with 1/],
    ["another output", "```sh\necho two\n```\n```text\none\n```", /README.md:1: printed\ntwo/],
    [
      "a file that is not there",
      "<!-- docblock: file bot.ts -->\n```ts\nexport {};\n```",
      /README.md:2: bot.ts does not exist/,
    ],
    [
      "a server that ends at once",
      "<!-- docblock: server -->\n```sh\nfalse\n```",
      /README.md:2: the server ended at once/,
    ],
  ])("refuses %s", async (_name, document, message) => {
    const { errors } = await checkDocuments(treeWith(document));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(message);
  });

  test("accepts what is right and names what is only shown", async () => {
    const document = [
      "```ts\nexport const port: number = 80;\n```",
      "```sh\necho one and two\n```\n```text\none … two\n```",
      "<!-- docblock: shown, because it needs a real server -->\n```sh\nexit 1\n```",
    ].join("\n");
    expect(await checkDocuments(treeWith(document))).toEqual({
      errors: [],
      shown: ["README.md:11: it needs a real server"],
      checked: 3,
    });
  });

  test("a directive that nobody knows is refused", () => {
    expect(() => blocksOf("README.md", "<!-- docblock: skip -->\n```sh\nls\n```")).toThrow(
      'README.md:1: "skip" is no directive',
    );
  });

  test("a fence that is never closed is refused", () => {
    expect(() => blocksOf("README.md", "```sh\nls")).toThrow("README.md:1: this code block is never closed");
  });

  test("… stands for anything, and for nothing else does it", () => {
    expect(matches("at 10:00\nready\n", "at …\nready")).toBe(true);
    expect(matches("ready.", "ready!")).toBe(false);
  });
});
