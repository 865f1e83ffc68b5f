/** Names that may have been meant by one that nothing has. */
import { closest } from "matterwright";
import { folded } from "../book/book.ts";

const NEAR_MAX = 3;

/** The nearest first: one that differs by a slip or two, then those that begin with it, then those that have it in them. */
export function nearTo(name: string, names: Iterable<string>): string[] {
  const wanted = folded(name.replace(/^[~@]/, ""));
  const all = [...new Set(names)];
  const slip = closest(
    wanted,
    all.map((each) => folded(each)),
  );
  const bySlip = all.filter((each) => slip !== undefined && folded(each) === slip);
  const begins = wanted.length < 2 ? [] : all.filter((each) => folded(each).startsWith(wanted));
  const holds =
    wanted.length < 3 ? [] : all.filter((each) => folded(each).includes(wanted) || wanted.includes(folded(each)));
  return [...new Set([...bySlip, ...begins, ...holds])].slice(0, NEAR_MAX);
}
