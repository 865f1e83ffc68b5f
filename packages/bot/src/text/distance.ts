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
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return compare(a.slice(start, a.length - end), b.slice(start, b.length - end), most);
}

/** The distance of two words that begin and end differently, row by row; only cells near the diagonal can be within it. */
function compare(a: string, b: string, most: number): number | undefined {
  const tooFar = most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = last.map(() => tooFar);
    current[0] = row;
    let least = row;
    for (let column = Math.max(1, row - most); column <= Math.min(b.length, row + most); column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const cost = Math.min(
        (last[column] ?? tooFar) + 1,
        (current[column - 1] ?? tooFar) + 1,
        (last[column - 1] ?? tooFar) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? tooFar) + 1 : tooFar,
      );
      current[column] = cost;
      least = Math.min(least, cost);
    }
    if (least > most && Math.min(...last) > most) return undefined;
    beforeLast = last;
    last = current;
  }
  const distance = last[b.length] ?? tooFar;
  return distance > most ? undefined : distance;
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
