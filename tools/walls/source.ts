/**
 * Reads a tree of TypeScript files and says what each imports. Called by the walls; it knows no rule and judges nothing.
 */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export interface SourceFile {
  /** From the root of the tree, with forward slashes: `packages/bot/src/bot.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  readonly line: number;
  /** As written: `./frames.ts`, `@matterwright/protocol`, `node:http`. */
  readonly specifier: string;
  /** The file it means, from the root of the tree, when the specifier is relative. */
  readonly file: string | undefined;
}

const IMPORT =
  /(?:^|[;}\s])(?:import|export)\s[^"';]*?\bfrom\s*["']([^"']+)["']|(?:^|[;}\s])import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g;

const SOURCES = [
  "packages/*/src/**/*.ts",
  "packages/*/test/**/*.ts",
  "plugins/*/src/**/*.ts",
  "plugins/*/test/**/*.ts",
  "examples/**/*.ts",
  "bench/**/*.ts",
  "tools/**/*.ts",
];

/** Every source file below `root`, without `node_modules` and fixtures. */
export function readSources(root: string): SourceFile[] {
  return globSync(SOURCES, { cwd: root, exclude: (name) => /(^|\/)(node_modules|fixtures|dist)(\/|$)/.test(name) })
    .toSorted()
    .map((path) => readSource(root, path));
}

function readSource(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const bare = withoutComments(text);
  const imports = [...bare.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? "";
    return {
      specifier,
      line: bare.slice(0, match.index + match[0].length).split("\n").length,
      file: specifier.startsWith(".") ? relative(root, join(root, dirname(path), specifier)) : undefined,
    };
  });
  return { path, text: bare, imports };
}

/** Blanks out comments and keeps every line where it is. Texts are left alone, so `"http://…"` survives. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (match, literal: string | undefined) => literal ?? match.replaceAll(/[^\n]/g, " "),
  );
}
