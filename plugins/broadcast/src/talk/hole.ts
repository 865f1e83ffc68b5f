/**
 * The place among an author's targets of what was not understood: what they write next is put there. What was to be left out stays to be left
 * out, and is asked for until it is known: nothing goes where its author said that it shall not. Pure.
 */
import type { Step } from "../audience/expression.ts";
import type { TalkState } from "./state.ts";

type Holed = Pick<TalkState, "at" | "steps" | "hole" | "leavesOut">;

/** What an answer means, where it answers what shall be left out, or takes something from what was shown. */
export function meant({ at, hole, leavesOut }: Holed, steps: readonly Step[]): readonly Step[] {
  const isLeftOut = at === "targets" && hole !== undefined && leavesOut === "all";
  return isLeftOut ? steps.map((step) => ({ ...step, how: "remove" })) : steps;
}

/**
 * Puts what was understood where it belongs, and remembers where something is missing. Whether nothing is.
 *
 * @param bad the places of what was not understood
 */
export function fill(state: Holed, steps: readonly Step[], bad: ReadonlySet<number>): boolean {
  const good = steps.filter((_, index) => !bad.has(index));
  const hole = state.at === "targets" ? state.hole : undefined;
  const isLess = state.at === "confirm" && steps.every(({ how }) => how === "remove");
  const at = hole ?? (isLess ? state.steps.length : 0);
  const old = hole === undefined && !isLess ? [] : state.steps;
  // Of several that were not understood, what is left out goes out of everything.
  const isMixed = hole !== undefined && state.leavesOut === "some";
  const [here, last] = isMixed
    ? [good.filter(({ how }) => how === "add"), good.filter(({ how }) => how === "remove")]
    : [good, []];
  const [first = steps.length] = [...bad].toSorted((one, other) => one - other);
  const isStillOpen = isMixed && !steps.some(({ how }) => how === "remove");
  state.steps = [...old.slice(0, at), ...here, ...old.slice(at), ...last].map(({ how, all }) => ({
    how,
    all: [...all],
  }));
  if (bad.size === 0 && !isStillOpen) {
    close(state);
    return true;
  }
  const hows = new Set([...[...bad].map((index) => steps[index]?.how), ...(isStillOpen ? ["remove"] : [])]);
  state.hole =
    bad.size === 0 ? state.steps.length : at + steps.slice(0, first).filter((step) => here.includes(step)).length;
  // Where nothing is kept, all is asked for again, and nothing to be left out of it yet.
  const isAnew = state.steps.length === 0 && !hows.has("add");
  if (isAnew) close(state);
  else if (!hows.has("remove")) delete state.leavesOut;
  else state.leavesOut = hows.has("add") ? "some" : "all";
  return false;
}

/** Nothing is missing any more, or it shall not be there. */
export function close(state: Holed): void {
  delete state.hole;
  delete state.leavesOut;
}
