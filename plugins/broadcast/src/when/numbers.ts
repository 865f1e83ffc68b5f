/** Numbers as people write them in words, for those who read lengths and times. Pure. */

const WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const WORD = new RegExp(String.raw`\b(?:${WORDS.join("|")})\b`, "gi");

/**
 * The same in digits.
 *
 * @example
 * inDigits("in two hours"); // "in 2 hours"
 * inDigits("an hour"); // "1 hour"
 */
export function inDigits(text: string): string {
  return text
    .replace(/^(in )?half an hour$/i, (_, lead = "") => `${lead}30 minutes`)
    .replace(/^(in )?(?:an?|one) (?=(?:min|minute|hour|day|week)$)/i, (_, lead = "") => `${lead}1 `)
    .replaceAll(WORD, (word) => String(WORDS.indexOf(word.toLowerCase()) + 2));
}
