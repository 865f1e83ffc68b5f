/**
 * Finds the best place to end one part of a long text: after a paragraph, a line, a word, or at worst a sign. Called by
 * the splitter for one part after the other; it never looks at more than that part and the few signs after it.
 */
import { PLAIN, afterLine, repairOf } from "./block.ts";
import type { Block } from "./block.ts";
import { advance, codePoints, graphemeBoundary } from "./measure.ts";

/** What there is to cut. */
export interface Stretch {
  /** The text that would fill the part, and begins it. */
  readonly window: string;
  /** The first signs of what follows. */
  readonly after: string;
  /** What stands open where the window begins. */
  readonly block: Block;
  /** How much the part can hold, in code points. */
  readonly budget: number;
  /** How much of it the window leaves free, in code points. */
  readonly spare: number;
  /** Repairs longer than this are not made, in UTF-16 units. */
  readonly repairMaxUnits: number;
}

/** Where the part ends. Indices are UTF-16 units of the window. */
export interface Cut {
  readonly at: number;
  /** Where the following part begins. */
  readonly next: number;
  /** What must be written to close the part. */
  readonly close: string;
  /** What stands open, and is opened again, in the following part. */
  readonly block: Block;
}

/** The end of a line inside the window. */
interface Break {
  readonly at: number;
  readonly next: number;
  readonly block: Block;
  readonly paragraph: boolean;
  /** This line opens a fence, of which nothing would be left but the opening. */
  readonly opens: boolean;
}

/** Chooses the cut. The part before it, with its repair, is never longer than the budget, and never without progress. */
export function nextCut(stretch: Stretch): Cut {
  const { window, after, repairMaxUnits } = stretch;
  const breaks = lineBreaks(stretch);
  const fits = ({ at, block }: Break): boolean =>
    codePoints(repairOf(block, repairMaxUnits).close) <= stretch.spare + codePoints(window.slice(at));
  const last = breaks.at(-1);
  if (after === "" && last && fits(last)) return endOfLine(stretch, last);
  const half = window.length / 2;
  const inner = after === "" ? breaks.slice(0, -1) : breaks;
  const best =
    inner.findLast((end) => end.paragraph && end.at >= half && fits(end)) ??
    inner.findLast((end) => end.block.kind === "text" && end.at >= half && fits(end)) ??
    inner.findLast((end) => !end.opens && end.at >= half / 2 && fits(end));
  return best ? endOfLine(stretch, best) : insideLine(stretch, inner.findLast(fits));
}

function lineBreaks({ window, after, block }: Stretch): Break[] {
  const breaks: Break[] = [];
  let before = block;
  for (let from = 0; from < window.length;) {
    const found = window.indexOf("\n", from);
    const lineEnds = found >= 0 || after === "" || after.startsWith("\n");
    if (!lineEnds) break;
    const at = found < 0 ? window.length : found;
    const line = window.slice(from, at);
    const state = afterLine(before, line);
    const opens = before.kind !== "fence" && state.kind === "fence";
    breaks.push({ at, next: at + 1, block: state, opens, paragraph: state.kind === "text" && line.trim() === "" });
    before = state;
    from = at + 1;
  }
  return breaks;
}

function endOfLine({ window, repairMaxUnits }: Stretch, { at, next, block }: Break): Cut {
  const { close, reopen } = repairOf(block, repairMaxUnits);
  const end = block.kind === "fence" ? at : window.slice(0, at).trimEnd().length;
  return { at: end, next, close, block: reopen === "" ? PLAIN : block };
}

/** Cuts the line that begins after `last`, which is too long to stand in the part with what is before it. */
function insideLine(stretch: Stretch, last: Break | undefined): Cut {
  const { window, after, budget, repairMaxUnits } = stretch;
  const from = last?.next ?? 0;
  const open = last?.block ?? stretch.block;
  // Half a row is no row: a table ends where a cut divides one.
  const before = open.kind === "table" ? PLAIN : open;
  const reserve = (block: Block): number =>
    advance(window, 0, budget - codePoints(repairOf(block, repairMaxUnits).close));
  const cutAt = (at: number): Cut => {
    const state = afterLine(before, window.slice(from, at));
    const { close, reopen } = repairOf(state, repairMaxUnits);
    const fence = state.kind === "fence" && reopen !== "";
    return { at, next: at, close, block: fence ? state : PLAIN };
  };
  const lineEnd = window.indexOf("\n", from);
  const until = Math.min(reserve(before), lineEnd < 0 ? window.length : lineEnd);
  const hard = Math.min(until, reserve(cutAt(until).block));
  if (last && hard <= from) return endOfLine(stretch, last);
  for (const at of goodPlaces(window + after, from, until)) {
    if (!misleads(before, (window + after).slice(from), at - from)) return spaced(cutAt(at), window + after);
  }
  const sign = graphemeBoundary(window + after, from, hard);
  return cutAt(sign > from ? sign : hard);
}

/** Leaves out the blanks around a cut in ordinary text; inside a fence every blank belongs to the code. */
function spaced(cut: Cut, text: string): Cut {
  if (cut.block.kind === "fence") return cut;
  const at = text.slice(0, cut.at).trimEnd().length;
  const blanks = /^[ \t]*/.exec(text.slice(cut.at))?.[0].length ?? 0;
  return at === 0 ? cut : { ...cut, at, next: cut.at + blanks };
}

/** Places to cut a line, best first: the last ends of words in its later half, then the last ends of signs. */
function* goodPlaces(text: string, from: number, until: number): Generator<number> {
  const earliest = from + (until - from) / 2;
  let words = 0;
  for (let at = until; at > earliest && words < 16; at--) {
    if (!/[ \t]/.test(text.charAt(at)) || /[ \t]/.test(text.charAt(at - 1))) continue;
    words++;
    yield at;
  }
  let at = until + 1;
  for (let signs = 0; signs < 16 && at - 1 > from; signs++) {
    at = graphemeBoundary(text, from, at - 1);
    if (at <= from || at > until) return;
    yield at;
  }
}

/** What begins a line and means something there: an item, a quote, a heading. */
const MEANS_MORE_AT_START = /^[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)]|#{1,6})(?:[ \t]|$))/;

/** Whether a cut would make a fence or an item out of half a line that was none, or the other way round. */
function misleads(before: Block, line: string, at: number): boolean {
  const whole = line.split("\n", 1)[0] ?? "";
  const kind = afterLine(before, whole).kind;
  if (kind === "text" && MEANS_MORE_AT_START.test(whole.slice(at))) return true;
  return (
    afterLine(before, whole.slice(0, at)).kind !== before.kind ||
    afterLine(before, whole.slice(at).trimStart()).kind !== kind
  );
}
