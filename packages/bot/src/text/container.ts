/**
 * Follows the block quotes and lists that a line of Markdown stands in, as far as a cut could lose them. Called by the splitter, which puts
 * what `reopenIn` gives before a part; it never changes a line, and knows nothing of fences and tables.
 */

/** An item of a list whose text may go on. */
interface Item {
  /** Columns before the marker, after the quote. */
  readonly at: number;
  /** `-`, `*`, `+`, `1.` or `1)`. */
  readonly marker: string;
  /** Columns before its text: what stands this far in belongs to it. */
  readonly content: number;
}

/** What a line stands in. */
export interface Container {
  /** The signs of its block quotes, such as `> > `; empty outside. */
  readonly quote: string;
  /** The list items around it, outermost first. */
  readonly items: readonly Item[];
  /** The line was blank but for its quote. */
  readonly blank: boolean;
}

/** Where every text begins. */
export const OUTSIDE: Container = { quote: "", items: [], blank: true };

const QUOTE = /^(?: {0,3}>[ \t]?)+/;
const MARKER = /^([-*+]|\d{1,9}[.)])([ \t]+|$)/;
const RULE = /^([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
/** A heading, a fence or a rule does not go on in the next line. */
const ENDS_ITSELF = /^(?:#{1,6}(?:[ \t]|$)|`{3}|~{3})/;

interface Line {
  readonly quote: string;
  readonly indent: number;
  readonly item: Item | undefined;
  readonly rest: string;
}

/** What the line after `line` stands in if it goes on with the same, when `line` itself came after `container`. */
export function afterLineIn(container: Container, line: string): Container {
  const read = readLine(line);
  const blank = read.rest === "";
  const isSameQuote = depth(read.quote) === depth(container.quote);
  if (!isSameQuote && isLazy(container, read)) return { ...container, blank };
  if (!isSameQuote) return { quote: read.quote, items: read.item ? [read.item] : [], blank };
  if (blank) return { ...container, blank };
  if (read.item === undefined && !container.blank && !ENDS_ITSELF.test(read.rest)) return { ...container, blank };
  const around = container.items.filter((item) => item.content <= read.indent);
  return { quote: read.quote || container.quote, items: read.item ? [...around, read.item] : around, blank };
}

/**
 * What must stand before `next`, the first line of a part, so that it is read as it was in the whole: its quote, and the items around it
 * with `…` for their text.
 *
 * @param inside the cut divides a line, of which `next` is the rest
 */
export function reopenIn({ quote, items, blank }: Container, next: string, inside: boolean): string {
  if (inside) {
    const last = items.at(-1);
    return stubs(quote, items.slice(0, -1)) + quote + (last === undefined ? "" : `${stub(last)} `);
  }
  const read = readLine(next);
  const isLess = isLazy({ quote, items, blank }, read);
  if (!isLess && depth(read.quote) !== depth(quote)) return "";
  const goesOn = !blank && read.item === undefined && !ENDS_ITSELF.test(read.rest);
  const around = goesOn ? items : items.filter((item) => item.content <= read.indent);
  if (around.length === 0 && isLess) return "> ".repeat(depth(quote) - depth(read.quote));
  return stubs(quote, around);
}

/** A line without the quote's sign that goes on with a quoted paragraph all the same. */
function isLazy({ quote, blank }: Container, { quote: own, item, rest }: Line): boolean {
  return depth(own) < depth(quote) && !blank && rest !== "" && item === undefined && !ENDS_ITSELF.test(rest);
}

function readLine(line: string): Line {
  const quote = QUOTE.exec(line)?.[0] ?? "";
  const text = line.slice(quote.length).replace(/\r$/, "");
  const rest = text.trimStart();
  const indent = columns(text.slice(0, text.length - rest.length));
  const [, marker = "", gap = ""] = RULE.test(rest) ? [] : (MARKER.exec(rest) ?? []);
  if (marker === "") return { quote, indent, item: undefined, rest: rest.trim() };
  // A gap of five and more is code inside the item.
  const width = gap === "" || columns(gap) > 4 ? 1 : columns(gap);
  return { quote, indent, item: { at: indent, marker, content: indent + marker.length + width }, rest };
}

function stubs(quote: string, items: readonly Item[]): string {
  return items.map((item) => `${quote}${stub(item)}\n`).join("");
}

function stub({ at, marker, content }: Item): string {
  return `${" ".repeat(at)}${marker.padEnd(content - at)}…`;
}

function depth(quote: string): number {
  return quote.split(">").length - 1;
}

function columns(blanks: string): number {
  let column = 0;
  for (const blank of blanks) column = blank === "\t" ? column - (column % 4) + 4 : column + 1;
  return column;
}
