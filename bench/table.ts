/** Figures side by side, as a table that can be pasted into the README. */

export interface Row {
  readonly name: string;
  readonly raw: string;
  readonly ours: string;
  readonly ratio: string;
  readonly aim: string;
  /** Absent where there is no aim. */
  readonly isMet?: boolean;
}

/** @param columns what stands in the first two columns of figures. */
export function table(rows: readonly Row[], [one, other]: readonly [string, string] = ["raw", "ours"]): string {
  const lines = rows.map(({ name, raw, ours, ratio, aim, isMet }) => {
    const verdict = isMet === undefined ? "" : isMet ? "met" : "missed";
    return `| ${name} | ${raw} | ${ours} | ${ratio} | ${aim} | ${verdict} |\n`;
  });
  return `\n| figure | ${one} | ${other} | ratio | aim | |\n|:--|--:|--:|--:|:--|:--|\n${lines.join("")}`;
}
