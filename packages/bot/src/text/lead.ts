/** What is said of a text that is too long to be posted, beside the file that holds it. Called by the verbs; it uploads nothing. */
import { POST_MESSAGE_MAX_CODE_POINTS } from "@matterwright/protocol";
import { codePoints } from "./measure.ts";
import { splitText } from "./split.ts";

const LEAD_CODE_POINTS = 600;

/** How the file of a long text is called. */
export const LONG_TEXT_FILE = "answer.md";

/** The parts of a text, or `undefined` when there would be more than `most`. */
export function partsOf(text: string, most: number): string[] | undefined {
  // A code point is two units at most: so long a text need not be divided to know.
  if (text.length > 2 * POST_MESSAGE_MAX_CODE_POINTS * most) return undefined;
  const parts = splitText(text);
  return parts.length > most ? undefined : parts;
}

/** The beginning of a long text, and where the whole of it is. */
export function leadOf(text: string): string {
  const [beginning = ""] = splitText(text.trimStart(), LEAD_CODE_POINTS);
  const size = `${counted(codePoints(text))} characters in ${counted(text.split("\n").length)} lines`;
  return `${beginning}\n\n*This is only the beginning. The whole text, ${size}, is in the file ${LONG_TEXT_FILE}.*`;
}

function counted(number: number): string {
  return number.toLocaleString("en");
}
