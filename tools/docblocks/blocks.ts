/**
 * Takes the code blocks out of a Markdown file, with what a comment above each says about it. It runs and checks nothing.
 *
 * Directives, on a line of their own before a block:
 *   <!-- docblock: file examples/hello-bot/bot.ts -->     the block is that file, to the letter
 *   <!-- docblock: server -->                             starts a server that the later shell blocks of the file talk to
 *   <!-- docblock: shown, because it needs a real server -->   not run; the reason is printed
 */
export interface Block {
  /** Of the Markdown file, from the root. */
  readonly document: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** `ts`, `sh`, `json`, …; empty when the fence says nothing. */
  readonly language: string;
  readonly code: string;
  readonly directive: Directive;
}

export type Directive =
  | { readonly kind: "none" | "server" }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "shown"; readonly reason: string };

/** @throws Error when a directive is not one of those above, or a fence is never closed. */
export function blocksOf(document: string, text: string): Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index++) {
    const open = /^(`{3,})\s*(\w*)/.exec(lines[index] ?? "");
    if (open === null) continue;
    const start = index;
    const end = lines.indexOf(open[1] ?? "```", start + 1);
    if (end < 0) throw new Error(`${document}:${start + 1}: this code block is never closed`);
    const directive = directiveOf(lineBefore(lines, start), `${document}:${start}`);
    blocks.push({
      document,
      line: start + 1,
      language: open[2] ?? "",
      code: lines.slice(start + 1, end).join("\n"),
      directive,
    });
    index = end;
  }
  return blocks;
}

/** The last line before a block that says something: formatters like to leave one blank. */
function lineBefore(lines: readonly string[], start: number): string {
  return (lines[start - 1]?.trim() === "" ? lines[start - 2] : lines[start - 1]) ?? "";
}

function directiveOf(line: string, where: string): Directive {
  const words = /^<!-- docblock: (.+) -->$/.exec(line.trim())?.[1];
  if (words === undefined) return { kind: "none" };
  if (words === "server") return { kind: "server" };
  if (words.startsWith("file ")) return { kind: "file", path: words.slice("file ".length) };
  if (words.startsWith("shown, because ")) return { kind: "shown", reason: words.slice("shown, because ".length) };
  throw new Error(`${where}: "${words}" is no directive: say "file PATH", "server" or "shown, because REASON"`);
}
