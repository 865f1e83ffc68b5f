/** What an edit changes, line by line, for people to look at. Pure. */
import { codeBlock } from "matterwright";

/** Lines that are compared; of longer texts the whole old and the whole new one are shown. */
const MOST_LINES = 400;

/** @example differenceOf("Lunch at 12", "Lunch at 1"); // a block with "- Lunch at 12" and "+ Lunch at 1" */
export function differenceOf(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const lines = old.length + now.length > MOST_LINES ? [...marked("-", old), ...marked("+", now)] : compared(old, now);
  return codeBlock(lines.join("\n"), "diff");
}

function marked(sign: string, lines: readonly string[]): string[] {
  return lines.map((line) => `${sign} ${line}`);
}

/** By the longest common part. */
function compared(old: readonly string[], now: readonly string[]): string[] {
  const common = table(old, now);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const isSame = i < old.length && j < now.length && old[i] === now[j];
    const dropsOld = j >= now.length || (i < old.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0));
    if (isSame) lines.push(`  ${old[i++]}`, ...(j++, []));
    else if (dropsOld) lines.push(`- ${old[i++]}`);
    else lines.push(`+ ${now[j++]}`);
  }
  return lines;
}

/** How many lines the rests from each pair of lines on have in common. */
function table(old: readonly string[], now: readonly string[]): number[][] {
  const common = Array.from({ length: old.length + 1 }, () => Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) {
      const row = common[i] as number[];
      row[j] =
        old[i] === now[j] ? (common[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(common[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  return common;
}
