/** To which replies an author answers: `#3 yes`, `#3, #5: yes`, a quoted `> #3 …`, or nothing of that. Pure. */

export interface Addressed {
  /** The numbers that are named, each once. */
  readonly numbers: readonly number[];
  readonly text: string;
}

const NUMBERS = /^\s*((?:#\d{1,6}(?:\s*,\s*|\s+and\s+|\s+|(?=\W)|$))+)[:,-]?\s*/;
const QUOTED = /^\s*>\s*\**#(\d{1,6})\b/;

export function readAddressed(text: string): Addressed {
  const [lead = "", named = ""] = NUMBERS.exec(text) ?? [];
  if (named !== "") {
    const numbers = [...named.matchAll(/#(\d+)/g)].map(([, digits]) => Number(digits));
    return { numbers: [...new Set(numbers)], text: text.slice(lead.length).trim() };
  }
  const [, quoted] = QUOTED.exec(text) ?? [];
  if (quoted === undefined) return { numbers: [], text: text.trim() };
  const lines = text.trim().split("\n");
  const rest = lines.slice(lines.findIndex((line) => !line.trimStart().startsWith(">")));
  const isWhole = lines.every((line) => line.trimStart().startsWith(">"));
  return { numbers: [Number(quoted)], text: isWhole ? "" : rest.join("\n").trim() };
}
