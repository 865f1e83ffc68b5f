/**
 * Divides a text that is too long for one post into parts that each read well alone. Called by the verbs before
 * anything is posted; it never loses a sign of the text but white space at a cut, and never posts.
 */
import { POST_MESSAGE_MAX_CODE_POINTS } from "@matterwright/protocol";
import { PLAIN, afterLine, repairOf } from "./block.ts";
import type { Block } from "./block.ts";
import { type Container, OUTSIDE, afterLineIn, reopenIn } from "./container.ts";
import { nextCut } from "./cut.ts";
import { advance, codePoints } from "./measure.ts";

/** Below this there is no room for a fence that is opened and closed around a few words. */
const LIMIT_MIN_CODE_POINTS = 64;

/**
 * Splits Markdown into parts of at most `limit` Unicode code points, the unit in which Mattermost counts.
 *
 * It cuts between paragraphs where it can, else between lines, else between words, and only inside a longer word between
 * two signs. A code fence that a cut divides is closed before and opened again after it, with its info string; a table's
 * head is repeated; a quote goes on as one, and so does a list, with `…` for the items whose text stands in the part before. A text that
 * fits is returned as it is.
 *
 * @param limit in code points; by default the server's own, 16,383 (`MaxPostSize` in its client configuration)
 * @throws RangeError when `limit` is below 64
 * @example
 * for (const part of splitText(report)) await ctx.reply(part);
 */
export function splitText(text: string, limit = POST_MESSAGE_MAX_CODE_POINTS): string[] {
  if (limit < LIMIT_MIN_CODE_POINTS) {
    throw new RangeError(`Cannot split a text at ${limit} code points; give ${LIMIT_MIN_CODE_POINTS} or more.`);
  }
  if (advance(text, 0, limit) === text.length) return [text];
  const parts = [...pieces(text, limit)].filter((piece) => piece.body.trim() !== "");
  return parts.map((piece) => piece.reopened + piece.body + piece.closed);
}

/** One part of a text and what was done to it. All bodies and gaps, joined, are the text. */
export interface Piece {
  /** Put before the body: the quote and the items around it, the fence or the head of the table that the cut divided. */
  readonly reopened: string;
  readonly body: string;
  /** Put after the body: the end of the fence that the cut divided. */
  readonly closed: string;
  /** White space of the text that fell away at the cut. */
  readonly gap: string;
}

/** The parts of a text one by one, with their repairs kept apart. */
export function* pieces(text: string, limit: number): Generator<Piece> {
  const repairMaxUnits = Math.floor(limit / 4);
  let block: Block = PLAIN;
  let container = OUTSIDE;
  let inside = false;
  for (let start = 0; start < text.length;) {
    const repair = repairOf(block, repairMaxUnits).reopen;
    const first = repair === "" ? lineAt(text, start) : lineAt(repair, 0);
    const around = reopenIn(container, first, inside && repair === "");
    const reopened = around.length < repairMaxUnits ? around + repair : repair;
    const budget = limit - codePoints(reopened);
    const end = advance(text, start, budget);
    const window = text.slice(start, end);
    const spare = budget - codePoints(window);
    const cut = nextCut({ window, after: text.slice(end, end + 256), block, budget, spare, repairMaxUnits });
    const next = start + cut.next + (cut.block.kind === "fence" ? 0 : blankLines(text, start + cut.next));
    const body = window.slice(0, cut.at);
    const gap = text.slice(start + cut.at, next);
    yield { reopened, body, closed: cut.close, gap };
    const lines = gap.split("\n").length - 1;
    inside = lines === 0;
    container = containerAfter(reopened + body);
    if (lines > 1) container = afterLineIn(container, "");
    block = cut.block.kind === "table" && next > start + cut.next ? PLAIN : cut.block;
    start = next;
  }
}

/** What the last line of a part stands in. */
function containerAfter(part: string): Container {
  let block = PLAIN;
  let container = OUTSIDE;
  for (const line of part.split("\n")) {
    if (block.kind !== "fence") container = afterLineIn(container, line);
    block = afterLine(block, line);
  }
  return container;
}

/** The beginning of a line, as far as it may tell what the line is. */
function lineAt(text: string, start: number): string {
  return text.slice(start, start + 256).split("\n", 1)[0] ?? "";
}

const BLANK_LINES = /(?:[ \t]*\r?\n)+/y;

/** How many units of blank lines stand at `index`. */
function blankLines(text: string, index: number): number {
  BLANK_LINES.lastIndex = index;
  return BLANK_LINES.exec(text)?.[0].length ?? 0;
}
