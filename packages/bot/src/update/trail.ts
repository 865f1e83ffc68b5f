/**
 * What was decided about an update on its way: which command took it, which rule denied it, what was said. Whoever decides writes it
 * down here; `context/traces.ts` keeps it for whoever asks why. It goes with the update, and holds only so much.
 */
import type { Update } from "./update.ts";

const MOST = 12;
const LONGEST = 240;

const trails = new WeakMap<Update, string[]>();

/** @param step in words for an administrator: `a rule denied it` */
export function note(update: Update, step: string): void {
  const trail = trails.get(update);
  const short = step.length > LONGEST ? `${step.slice(0, LONGEST)}…` : step;
  if (trail === undefined) trails.set(update, [short]);
  else if (trail.length < MOST) trail.push(short);
}

/** In the order in which it happened. */
export function notesOf(update: Update): readonly string[] {
  return trails.get(update) ?? [];
}
