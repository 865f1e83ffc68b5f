/**
 * Reads the words of a command as people type them in a chat: with quotes of all kinds, code spans, escapes, and with
 * the dashes and quotes that a phone "repairs". Called by the argument parser, one word after the other, so that free
 * text at the end is never touched. It knows no command and never throws.
 */

export interface Word {
  /** What was meant: without its quotes, escapes undone, dashes repaired. */
  readonly text: string;
  /** Where it stands in the line, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** It was written in quotes or as code, so it is text and never a flag. */
  readonly quoted: boolean;
  /** It begins with a double quote that is never closed. */
  readonly unclosed: boolean;
}

/** Opening signs, and what may close each. A phone makes “ or „ out of ". */
const CLOSERS: Readonly<Record<string, string>> = {
  '"': '"',
  "“": '”“‟"',
  "”": '”"',
  "„": '“”"',
  "‟": '”"',
  "'": "'",
  "‘": "’'",
  "‚": "‘’'",
  "‛": "’'",
};
const DOUBLE = new Set('"“”„‟');
const SPACE = /\s/;

/**
 * Gives a reader for one line: called with an index, it returns the first word at or behind it, or `undefined` when only
 * white space is left.
 *
 * A quote opens at the beginning of a word or after `=`, and closes where white space follows: `don't` is one word, and
 * so is `--note="two words"`. A backslash keeps a space or a quote as it is; all other backslashes are ordinary.
 *
 * @example
 * wordReader('  "two words" three')(0); // { text: "two words", start: 2, end: 13, quoted: true, unclosed: false }
 */
export function wordReader(line: string): (from: number) => Word | undefined {
  // Openers that nothing closes any more: each is looked for once, so that a line full of them is read in one go.
  const lost = new Set<string>();
  return (from) => {
    let start = from;
    while (start < line.length && SPACE.test(line.charAt(start))) start++;
    if (start >= line.length) return undefined;
    const quote = quoted(line, start, lost) ?? codeSpan(line, start, lost);
    if (quote) return { ...quote, start, quoted: true, unclosed: false };
    if (DOUBLE.has(line.charAt(start))) {
      return { text: line.slice(start), start, end: line.length, quoted: true, unclosed: true };
    }
    return { ...bare(line, start, lost), start, quoted: false, unclosed: false };
  };
}

/** All words of a line. */
export function readWords(line: string): Word[] {
  const words: Word[] = [];
  const next = wordReader(line);
  for (let word = next(0); word; word = next(word.end)) words.push(word);
  return words;
}

/**
 * Writes a text so that it is read back as one word, whatever is in it.
 *
 * @example
 * quote('say "hi"'); // "say \"hi\""
 */
export function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

interface Read {
  readonly text: string;
  readonly end: number;
}

function quoted(line: string, start: number, lost: Set<string>): Read | undefined {
  const opener = line.charAt(start);
  const closers = CLOSERS[opener];
  if (closers === undefined || lost.has(opener)) return undefined;
  let text = "";
  for (let index = start + 1; index < line.length; index++) {
    const sign = line.charAt(index);
    const next = line.charAt(index + 1);
    if (sign === "\\" && DOUBLE.has(opener) && (next === "\\" || DOUBLE.has(next)) && next !== "") {
      text += next;
      index++;
    } else if (closers.includes(sign) && endsWord(line, index + 1)) {
      return { text, end: index + 1 };
    } else text += sign;
  }
  lost.add(opener);
  return undefined;
}

const FENCED = /^[^\n]*\n([\s\S]*?)\n?$/;

/** `code` and ```blocks of code```; of a block with several lines the info string is left out. */
function codeSpan(line: string, start: number, lost: Set<string>): Read | undefined {
  let open = start;
  while (line.charAt(open) === "`") open++;
  const ticks = line.slice(start, open);
  if (ticks === "" || lost.has(ticks)) return undefined;
  for (let close = line.indexOf(ticks, open); close >= 0; close = line.indexOf(ticks, close + 1)) {
    const end = close + ticks.length;
    if (close === open || line.charAt(close - 1) === "`" || !endsWord(line, end)) continue;
    const inner = line.slice(open, close);
    return { text: (ticks.length >= 3 && FENCED.exec(inner)?.[1]) || inner, end };
  }
  lost.add(ticks);
  return undefined;
}

function bare(line: string, start: number, lost: Set<string>): Read {
  let text = "";
  let index = start;
  while (index < line.length && !SPACE.test(line.charAt(index))) {
    const sign = line.charAt(index);
    const next = line.charAt(index + 1);
    if (sign === "\\" && next !== "" && (SPACE.test(next) || next in CLOSERS)) {
      text += next;
      index += 2;
      continue;
    }
    text += sign;
    index++;
    const value = sign === "=" ? quoted(line, index, lost) : undefined;
    if (value) {
      text += value.text;
      index = value.end;
    }
  }
  return { text: withDashes(text), end: index };
}

/** Phones turn `--` into a long dash: `—force` means `--force`, and `−5` means `-5`. */
function withDashes(text: string): string {
  return text.replace(/^[‒–—―](?=\p{L})/u, "--").replace(/^[‒–—―−](?=[\d.])/, "-");
}

function endsWord(line: string, index: number): boolean {
  return index >= line.length || SPACE.test(line.charAt(index));
}
