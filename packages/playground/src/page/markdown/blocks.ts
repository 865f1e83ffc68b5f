/** Reads the text of a post: paragraphs, lists, quotes, code, tables, headings. Called by the view for every post and card. */
import { parseInline } from "./inline.ts";
import { isTable, parseTable } from "./table.ts";
import type { Block } from "./tree.ts";

const DEPTH_MAX = 8;
const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})\s+(\S.*)$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,7})([-*+]|\d{1,9}[.)])( +)(?=\S)/;
const RULE = /^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/;

/** A safe subset of Markdown, as data. Never throws: what makes no sense is text. */
export function parseMarkdown(text: string): Block[] {
  return parseLines(text.replaceAll(/\r\n?/g, "\n").replaceAll("\t", "    ").split("\n"), 0);
}

function parseLines(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at++;
      continue;
    }
    const { block, next } = readBlock(lines, at, depth);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

interface Read {
  readonly block: Block;
  /** The line behind it. */
  readonly next: number;
}

function readBlock(lines: readonly string[], at: number, depth: number): Read {
  const line = lines[at] ?? "";
  const fence = FENCE.exec(line);
  if (fence !== null) return readFence(lines, at, fence);
  const heading = HEADING.exec(line);
  if (heading !== null) {
    const [, signs = "#", title = ""] = heading;
    return { block: { kind: "heading", level: signs.length, inside: parseInline(title.trim()) }, next: at + 1 };
  }
  if (RULE.test(line)) return { block: { kind: "rule" }, next: at + 1 };
  if (depth < DEPTH_MAX && QUOTE.test(line)) return readQuote(lines, at, depth);
  if (depth < DEPTH_MAX && ITEM.test(line)) return readList(lines, at, depth);
  if (isTable(line, lines[at + 1])) {
    const next = endOf(lines, at + 2, (each) => !isBlank(each) && each.includes("|"));
    return { block: parseTable(lines.slice(at, next)), next };
  }
  const next = endOf(lines, at + 1, (each, index) => !isBlank(each) && !begins(lines, index, depth));
  const text = lines.slice(at, next).join("\n").trim();
  return { block: { kind: "paragraph", inside: parseInline(text) }, next };
}

function readFence(lines: readonly string[], at: number, [, fence = "```", language = ""]: RegExpExecArray): Read {
  const isEnd = (line: string): boolean => {
    const bare = line.trim();
    return bare.length >= fence.length && bare === (fence[0] ?? "").repeat(bare.length);
  };
  const end = endOf(lines, at + 1, (line) => !isEnd(line));
  return { block: { kind: "code", language, text: lines.slice(at + 1, end).join("\n") }, next: end + 1 };
}

function readQuote(lines: readonly string[], at: number, depth: number): Read {
  const next = endOf(lines, at, (line) => QUOTE.test(line));
  const inner = lines.slice(at, next).map((line) => line.replace(QUOTE, ""));
  return { block: { kind: "quote", blocks: parseLines(inner, depth + 1) }, next };
}

/** Items of one list: what is indented below an item belongs to it. */
function readList(lines: readonly string[], at: number, depth: number): Read {
  const first = ITEM.exec(lines[at] ?? "");
  const isOrdered = /\d/.test(first?.[2] ?? "");
  const items: Block[][] = [];
  let next = at;
  for (;;) {
    const line = lines[next] ?? "";
    const item = ITEM.exec(line);
    if (item === null || /\d/.test(item[2] ?? "") !== isOrdered) break;
    const [all, margin = "", mark = ""] = item;
    const end = endOf(lines, next + 1, (each, index) => isInside(each, lines[index + 1], margin.length + 2));
    const below = lines.slice(next + 1, end).map((each) => dedent(each, margin.length + mark.length + 1));
    items.push(parseLines([line.slice(all.length), ...below], depth + 1));
    next = end;
  }
  const start = isOrdered ? Number.parseInt(first?.[2] ?? "1", 10) : undefined;
  return { block: { kind: "list", start, items }, next };
}

function isInside(line: string, after: string | undefined, indent: number): boolean {
  const margin = " ".repeat(indent);
  return isBlank(line) ? after !== undefined && after.startsWith(margin) && !isBlank(after) : line.startsWith(margin);
}

function dedent(line: string, indent: number): string {
  const margin = line.length - line.trimStart().length;
  return line.slice(Math.min(margin, indent));
}

function begins(lines: readonly string[], at: number, depth: number): boolean {
  const line = lines[at] ?? "";
  if (FENCE.test(line) || HEADING.test(line) || RULE.test(line) || isTable(line, lines[at + 1])) return true;
  return depth < DEPTH_MAX && (QUOTE.test(line) || ITEM.test(line));
}

function endOf(lines: readonly string[], from: number, goesOn: (line: string, index: number) => boolean): number {
  let at = from;
  while (at < lines.length && goesOn(lines[at] ?? "", at)) at++;
  return at;
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === "";
}
