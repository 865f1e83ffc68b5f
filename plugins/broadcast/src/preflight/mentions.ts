/** `@all`, `@here` and `@channel` in an announcement: whether there are any, and the same text without their effect. Pure. */

const WIDE = /(?<![\p{L}\p{N}_.-])@(all|here|channel)(?![\p{L}\p{N}_])/giu;
const ZERO_WIDTH_SPACE = "\u200B";

/** Those in a text, as they are written there. */
export function wideMentions(text: string): string[] {
  return [...new Set([...text.matchAll(WIDE)].map(([whole]) => whole.toLowerCase()))];
}

/** The same text, in which they notify nobody; other people and groups are mentioned as before. */
export function withoutWideMentions(text: string): string {
  return text.replaceAll(WIDE, (_, word: string) => `@${ZERO_WIDTH_SPACE}${word}`);
}
