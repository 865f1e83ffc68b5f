/**
 * How many slips of the finger lie between two words: a sign too many, too few, wrong, or two swapped. Called wherever
 * the bot asks "Did you mean …?"; it compares what it is given and knows no list.
 */

/**
 * The Damerau–Levenshtein distance (each pair of neighbours swapped at most once), or `undefined` when it is more than
 * `most`. It stops as soon as that is certain.
 *
 * @example
 * slips("hlep", "help", 2); // 1
 */
export function slips(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most) return undefined;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    if (Math.min(...current) > most && Math.min(...last) > most) return undefined;
    beforeLast = last;
    last = current;
  }
  const distance = at(last, b.length);
  return distance > most ? undefined : distance;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

/** How many slips a word of this length may hold and still be recognised: none below 2 signs, one up to 5, then two. */
export function mostSlips(length: number): number {
  if (length < 2) return 0;
  return length <= 5 ? 1 : 2;
}

/**
 * The one of a short list that was probably meant, or `undefined`. Of two equally near the first.
 *
 * @example
 * closest("prodd", ["staging", "prod"]); // "prod"
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const typed = word.toLowerCase();
  let best: string | undefined;
  let most = mostSlips(typed.length);
  for (const candidate of candidates) {
    const distance = slips(typed, candidate.toLowerCase(), most);
    if (distance === undefined) continue;
    best = candidate;
    if (distance === 0) return best;
    most = distance - 1;
    if (most < 0) return best;
  }
  return best;
}
