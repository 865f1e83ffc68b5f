/** What a program says about itself, in its own text. Called with the beginning of a file. */

const LONGEST = 200;
/** postbot's form: `DESCRIPTION = "…"`, in any language that assigns so. */
const ASSIGNED = /^[ \t]*(?:export[ \t]+|const[ \t]+|readonly[ \t]+)*DESCRIPTION[ \t]*=[ \t]*(["'])(.*?)\1/im;
/** In a comment: `# description: …`, `// Description: …`. */
const COMMENTED = /^[ \t]*(?:#|\/\/|--|;|%|\*)+[ \t]*description:[ \t]*(.+)$/im;

/**
 * The description of a program, or nothing.
 *
 * @example
 * describedIn('#!/usr/bin/env python3\nDESCRIPTION = "Posts the plan"'); // "Posts the plan"
 */
export function describedIn(head: string): string {
  const found = ASSIGNED.exec(head)?.[2] ?? COMMENTED.exec(head)?.[1] ?? "";
  return oneLine(found);
}

/** A description on one line of a list. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
