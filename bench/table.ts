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

export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ name, raw, ours, ratio, aim, isMet }) => {
    const verdict = isMet === undefined ? "" : isMet ? "met" : "missed";
    return `| ${name} | ${raw} | ${ours} | ${ratio} | ${aim} | ${verdict} |\n`;
  });
  return `\n| figure | raw | ours | ratio | aim | |\n|:--|--:|--:|--:|:--|:--|\n${lines.join("")}`;
}
