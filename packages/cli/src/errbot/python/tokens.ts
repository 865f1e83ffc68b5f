/** Cuts a Python file into its logical lines, and each into tokens. It runs nothing and knows no grammar beyond that. */

export interface Token {
  readonly kind: "name" | "number" | "op" | "text";
  /** As it is written; of a text, what it says. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** An f-string with something to fill in. */
  readonly isFormatted?: true;
}

/** A statement, or the head of one: brackets and backslashes carry it over several lines of the file. */
export interface LogicalLine {
  /** Columns before it. */
  readonly indent: number;
  /** Of its first token, from 1. */
  readonly line: number;
  readonly tokens: readonly Token[];
}

/** What no Python would read either. */
export class PythonError extends Error {
  override name = "PythonError";
}

const TOKEN =
  /(?<blank>[ \t\f]+|\\\r?\n|#[^\n]*)|(?<newline>\r?\n)|(?<prefix>[rRbBuUfF]{0,2})(?<quote>'''|"""|'|")|(?<number>(?:0[xob][\da-f_]+|\d[\d_]*\.?[\d_]*(?:e[+-]?\d+)?)j?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<op>\*\*=?|\/\/=?|->|:=|[=!<>+\-*/%&|^@]=|<<|>>|\.\.\.|[^\s])/giuy;

/** @throws PythonError for a text or a bracket that never ends. */
export function logicalLines(source: string): LogicalLine[] {
  return [...new Lexer(source).lines()];
}

class Lexer {
  readonly #source: string;
  readonly #pattern = new RegExp(TOKEN.source, TOKEN.flags);
  #line = 1;

  constructor(source: string) {
    this.#source = source.replace(/^\uFEFF/, "");
  }

  *lines(): Generator<LogicalLine> {
    let tokens: Token[] = [];
    let indent = 0;
    let depth = 0;
    for (const token of this.#tokens()) {
      if (token === "newline") {
        if (depth > 0 || tokens.length === 0) continue;
        yield { indent, line: tokens[0]?.line ?? 0, tokens };
        tokens = [];
        continue;
      }
      const { text, kind } = token;
      if (tokens.length === 0) indent = this.#columns();
      if (kind === "op" && /^[([{]$/.test(text)) depth++;
      if (kind === "op" && /^[)\]}]$/.test(text)) depth = Math.max(0, depth - 1);
      tokens.push(token);
    }
    if (depth > 0) throw new PythonError(`line ${tokens[0]?.line}: a bracket is never closed`);
    if (tokens.length > 0) yield { indent, line: tokens[0]?.line ?? 0, tokens };
  }

  #start = 0;

  /** Where the newest token stands in its line; a tab reaches to the next column that eight divides. */
  #columns(): number {
    const before = this.#source.slice(this.#source.lastIndexOf("\n", this.#start - 1) + 1, this.#start);
    return Array.from(before).reduce((columns, sign) => (sign === "\t" ? columns - (columns % 8) + 8 : columns + 1), 0);
  }

  *#tokens(): Generator<Token | "newline"> {
    while (this.#pattern.lastIndex < this.#source.length) {
      this.#start = this.#pattern.lastIndex;
      const groups = this.#pattern.exec(this.#source)?.groups;
      if (groups === undefined) throw new PythonError(`line ${this.#line}: this is no Python`);
      const line = this.#line;
      const { blank, newline, quote, prefix = "", number, name, op } = groups;
      this.#line += (blank ?? newline ?? "").includes("\n") ? 1 : 0;
      if (newline !== undefined) yield "newline";
      else if (quote !== undefined) yield this.#text(quote, prefix, line);
      else if (number !== undefined) yield { kind: "number", text: number.replaceAll("_", ""), line };
      else if (name !== undefined) yield { kind: "name", text: name, line };
      else if (op !== undefined) yield { kind: "op", text: op, line };
    }
  }

  #text(quote: string, prefix: string, line: number): Token {
    const from = this.#pattern.lastIndex;
    let at = from;
    while (!this.#source.startsWith(quote, at)) {
      if (at >= this.#source.length || (quote.length === 1 && this.#source[at] === "\n"))
        throw new PythonError(`line ${line}: a text is never closed`);
      at += this.#source[at] === "\\" ? 2 : 1;
    }
    this.#pattern.lastIndex = at + quote.length;
    const raw = this.#source.slice(from, at);
    this.#line += raw.split("\n").length - 1;
    const text = /r/i.test(prefix) ? raw : unescaped(raw);
    return { kind: "text", text, line, ...(/f/i.test(prefix) && /\{/.test(raw) ? { isFormatted: true as const } : {}) };
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** What Python does not know as an escape stands for itself, with its backslash. */
function unescaped(raw: string): string {
  const sign = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|[\s\S])/g;
  return raw.replaceAll(sign, (whole, ...[x, u, long, octal]: (string | undefined)[]) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    const code = x ?? u ?? long;
    if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10_ff_ff));
    return ESCAPES[whole.slice(1)] ?? whole;
  });
}
