/**
 * What a person is told who called a command wrongly: what is wrong, where, and a call that works. Thrown by the argument
 * parser and shown by the command; it is not a fault of the bot and is never logged as one.
 */
import { UserError } from "../../errors.ts";
import { code, codeBlock, shortened } from "../../text/code.ts";

/** A call that cannot be run. Its message is Markdown for the person who made it. */
export class UsageError extends UserError {
  override name = "UsageError";
  /** The problem alone, in one sentence of Markdown. */
  readonly problem: string;

  constructor(report: UsageReport) {
    super(render(report));
    this.problem = report.problem;
  }
}

/** What the error is made of. All texts but `line` are Markdown. */
export interface UsageReport {
  readonly problem: string;
  /** The whole call as it was typed. */
  readonly line: string;
  /** The wrong word's place in the line, in UTF-16 units; absent when something is missing. */
  readonly mark?: { readonly start: number; readonly end: number } | undefined;
  readonly usage: string;
  readonly example?: string | undefined;
}

function render({ problem, line, mark, usage, example }: UsageReport): string {
  const parts = [problem, `Usage: ${code(usage)}`];
  if (mark) parts.splice(1, 0, pointAt(line, mark));
  if (example !== undefined) parts.push(`For example: ${code(example)}`);
  return parts.join("\n");
}

/** More than this of a line, in code points on each side of the wrong word, is left out. */
const CONTEXT_MAX = 40;
const WORD_MAX = 60;

/** The line of the wrong word as a block of code, with the word underlined. */
function pointAt(line: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const from = line.lastIndexOf("\n", start - 1) + 1;
  const [word = ""] = line.slice(start, end).split("\n", 1);
  const [after = ""] = line.slice(start + word.length).split("\n", 1);
  const before = Array.from(line.slice(from, start));
  const left = shortened(before.toReversed(), CONTEXT_MAX).toReversed();
  const wrong = shortened([...word], WORD_MAX);
  const shown = [...left, ...wrong, ...shortened([...after], CONTEXT_MAX)].join("").replaceAll("\t", " ");
  return codeBlock(`${shown}\n${" ".repeat(left.length)}${"^".repeat(wrong.length)}`, "text");
}
