/**
 * Changes one list of a TOML text, that of the whitelist: an id comes in or goes, and what else stands there stays, comments as well. It
 * offers what the text may look like then; which of it is right, reading tells. Called by edit.ts alone. Pure.
 */

/** A list of strings in a text. */
interface Span {
  /** Of its brackets. */
  readonly from: number;
  readonly to: number;
  /** Its strings, with their quotes. */
  readonly items: readonly { readonly from: number; readonly to: number }[];
}

/** Texts in which an id stands at the end of a list, which is made where there is none. */
export function* withItem(
  text: string,
  { list, id }: { readonly list: string; readonly id: string },
): Generator<string> {
  const item = JSON.stringify(id);
  const span = spanOf(text, list);
  if (span === undefined) {
    yield `${list} = [ ${item},]\n${text.trim() === "" ? "" : `\n${text}`}`;
    return;
  }
  const last = span.items.at(-1);
  if (last === undefined) {
    yield `${text.slice(0, span.from)}[ ${item},${text.slice(span.to)}`;
    yield `${text.slice(0, span.from + 1)}${item},${text.slice(span.from + 1)}`;
    return;
  }
  const tail = text.slice(last.to, span.to);
  const comma = /^\s*,/.exec(tail)?.[0] ?? "";
  const behind = last.to + comma.length;
  // On a line of its own where the last one is on such, behind what is said about that one.
  const lineStart = text.lastIndexOf("\n", last.from) + 1;
  const indent = text.slice(lineStart, last.from);
  const lineEnd = text.indexOf("\n", behind);
  const isOwnLine = /^\s*$/.test(indent) && lineEnd >= 0 && lineEnd <= span.to;
  const end = text[lineEnd - 1] === "\r" ? "\r\n" : "\n";
  if (isOwnLine)
    yield `${text.slice(0, last.to)},${text.slice(behind, lineEnd + 1)}${indent}${item},${end}${text.slice(lineEnd + 1)}`;
  yield `${text.slice(0, last.to)}, ${item}${text.slice(last.to)}`;
}

/** Texts in which an id is gone from a list. */
export function* withoutItem(
  text: string,
  { list, id }: { readonly list: string; readonly id: string },
): Generator<string> {
  const span = spanOf(text, list);
  for (const { from, to } of span?.items ?? []) {
    if (text.slice(from + 1, to - 1) !== id) continue;
    const lineStart = text.lastIndexOf("\n", from) + 1;
    const lineEnd = text.indexOf("\n", to);
    if (lineEnd >= 0) yield text.slice(0, lineStart) + text.slice(lineEnd + 1);
    yield text.slice(0, from).replace(/,\s*$/, "") + text.slice(to);
    const comma = /^\s*,[ \t]*/.exec(text.slice(to))?.[0] ?? "";
    yield text.slice(0, from) + text.slice(to + comma.length);
  }
}

/** Where a list stands that belongs to no table. */
function spanOf(text: string, list: string): Span | undefined {
  const [head = ""] = text.split(/^[ \t]*\[/m, 1);
  const found = new RegExp(String.raw`^[ \t]*(?:${list}|"${list}"|'${list}')[ \t]*=[ \t]*\[`, "m").exec(head);
  if (found === null) return undefined;
  const from = found.index + found[0].length - 1;
  const items: { from: number; to: number }[] = [];
  for (let at = from + 1; at < text.length; at++) {
    const sign = text[at];
    if (sign === "]") return { from, to: at, items };
    if (sign === "#") at = lineEndOf(text, at);
    if (sign !== '"' && sign !== "'") continue;
    const to = closing(text, at);
    items.push({ from: at, to });
    at = to - 1;
  }
  return undefined;
}

function lineEndOf(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

/** Behind the quote that ends a string. */
function closing(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}
