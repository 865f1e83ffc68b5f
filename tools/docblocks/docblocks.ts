/** Checks every code block of every document of a tree, and says what was only shown and why. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Block, blocksOf } from "./blocks.ts";
import { isShell, shellErrors } from "./shell.ts";
import { typeErrors } from "./types.ts";

export interface Verdict {
  readonly errors: readonly string[];
  /** Blocks that nobody ran, with the reason that the document gives. */
  readonly shown: readonly string[];
  readonly checked: number;
}

const DOCUMENTS = [
  "*.md",
  "docs/**/*.md",
  "packages/*/README.md",
  "plugins/*/README.md",
  "examples/**/*.md",
  "bench/*.md",
];
const isTypeScript = (block: Block): boolean => block.language === "ts" || block.language === "typescript";

/** The verdict on the documents below `root`. */
export async function checkDocuments(root: string): Promise<Verdict> {
  const paths = globSync(DOCUMENTS, {
    cwd: root,
    exclude: (name) => /(^|\/)(node_modules|fixtures)(\/|$)/.test(name),
  }).toSorted();
  const documents = paths.map((path) => blocksOf(path, readFileSync(join(root, path), "utf8")));
  const blocks = documents.flat();
  const errors = [
    ...blocks.flatMap((block) => fileErrors(root, block)),
    ...blocks.filter((block) => block.language === "json").flatMap(jsonErrors),
    ...typeErrors(
      root,
      blocks.filter((block) => isTypeScript(block) && block.directive.kind === "none"),
    ),
  ];
  for (const document of documents) if (document.some(isRunnable)) errors.push(...(await shellErrors(root, document)));
  const shown = blocks.flatMap(({ directive, document, line }) =>
    directive.kind === "shown" ? [`${document}:${line}: ${directive.reason}`] : [],
  );
  return { errors, shown, checked: blocks.length - shown.length };
}

const isRunnable = (block: Block): boolean => isShell(block) && block.directive.kind !== "shown";

function fileErrors(root: string, { directive, document, line, code }: Block): string[] {
  if (directive.kind !== "file") return [];
  const path = join(root, directive.path);
  if (!existsSync(path)) return [`${document}:${line}: ${directive.path} does not exist`];
  return readFileSync(path, "utf8").trim() === code.trim()
    ? []
    : [`${document}:${line}: differs from ${directive.path}`];
}

function jsonErrors({ document, line, code }: Block): string[] {
  try {
    JSON.parse(code);
    return [];
  } catch (error) {
    return [`${document}:${line}: ${(error as Error).message}`];
  }
}
