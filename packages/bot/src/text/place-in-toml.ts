/** Where in a TOML text a key stands: the reader of TOML tells places only of what is no TOML at all. Called to name a wrong line. */

/** A place in a text. */
export interface TomlPlace {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

const KEY = String.raw`(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)`;
const KEYS = String.raw`${KEY}(?:\s*\.\s*${KEY})*`;
const HEADER = new RegExp(String.raw`^\s*\[\s*(${KEYS})\s*\]`);
const ASSIGNED = new RegExp(String.raw`^\s*(${KEYS})\s*=\s*`);

/**
 * The place of the value under a path, or of what comes nearest to it: its table, or the inline table that it stands in.
 *
 * @example
 * placeInToml('[tasks]\nplan = "0 7 * * 1"', ["tasks", "plan"]); // { line: 2, column: 8 }
 */
export function placeInToml(text: string, path: readonly string[]): TomlPlace {
  let table: string[] = [];
  let nearest: TomlPlace & { readonly length: number } = { line: 1, column: 1, length: 0 };
  const meet = (found: readonly string[], place: TomlPlace): void => {
    const isOnTheWay = found.length <= path.length && found.every((part, index) => part === path[index]);
    if (isOnTheWay && found.length > nearest.length) nearest = { ...place, length: found.length };
  };
  for (const [index, line] of text.split("\n").entries()) {
    const header = HEADER.exec(line)?.[1];
    if (header !== undefined) {
      table = parts(header);
      meet(table, { line: index + 1, column: line.indexOf("[") + 1 });
    }
    const [assigned = "", keys] = ASSIGNED.exec(line) ?? [];
    if (keys === undefined) continue;
    const found = [...table, ...parts(keys)];
    meet(found, { line: index + 1, column: assigned.length + 1 });
    const inner = insideOf(line, assigned.length, path[found.length] ?? "");
    if (inner > 0) meet([...found, path[found.length] ?? ""], { line: index + 1, column: inner });
  }
  return { line: nearest.line, column: nearest.column };
}

/** The column of a key's value in an inline table; 0 when there is none. */
function insideOf(line: string, from: number, key: string): number {
  if (key === "" || line[from] !== "{") return 0;
  const found = new RegExp(String.raw`[{,]\s*["']?${key.replaceAll(/[^\w-]/g, ".")}["']?\s*=\s*`, "g");
  found.lastIndex = from;
  const [whole] = found.exec(line) ?? [];
  return whole === undefined ? 0 : found.lastIndex + 1;
}

function parts(keys: string): string[] {
  return [...keys.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+)/g)].map(
    ([, double, single, bare]) => double?.replaceAll(/\\(["\\])/g, "$1") ?? single ?? bare ?? "",
  );
}
