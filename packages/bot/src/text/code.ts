/**
 * Shows a text as code, so that nothing in it is read as Markdown and nobody in it is mentioned. Called wherever an answer
 * repeats what a person typed; it shortens only where it says so.
 */

/** More of a text is not shown inline. */
const INLINE_MAX_CODE_POINTS = 300;

/**
 * A text as inline code on one line, whatever backticks it holds. Beyond 300 code points it ends with `…`.
 *
 * @example
 * code("@all"); // `@all`
 */
export function code(text: string): string {
  const line = shortened(Array.from(text.replaceAll(/\s+/g, " ")), INLINE_MAX_CODE_POINTS).join("");
  const ticks = "`".repeat(longestRun(line) + 1);
  const space = line.startsWith("`") || line.endsWith("`") || line.trim() === "" ? " " : "";
  return `${ticks}${space}${line}${space}${ticks}`;
}

/**
 * A text as a block of code, with a fence that nothing inside can close.
 *
 * @param info the language behind the fence
 * @example
 * codeBlock("uptime: 3 d", "text");
 */
export function codeBlock(text: string, info = ""): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${info}\n${text}\n${fence}`;
}

/** The first `most` signs, the last of them `…` when there were more. */
export function shortened(signs: readonly string[], most: number): string[] {
  return signs.length <= most ? [...signs] : [...signs.slice(0, most - 1), "…"];
}

function longestRun(text: string): number {
  return Math.max(0, ...Array.from(text.matchAll(/`+/g), (run) => run[0].length));
}
