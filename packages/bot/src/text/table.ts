/**
 * Lays out rows as a Markdown table. Called by every command that answers with a list; it never cuts a row off.
 */

/**
 * A table whose cells may hold anything: bars are escaped, and line breaks become spaces.
 *
 * @example
 * table(["Plugin", "State"], [["chatops", "active"]]);
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => ":---")), ...rows.map(row)].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replaceAll(/\s*\n\s*/g, " ").replaceAll("|", String.raw`\|`)).join(" | ")} |`;
}
