/** Says the same thing once in a while, however often it is heard: while a database is away, everything that asks it fails. */
import type { Clock } from "@matterwright/clock";

const SAME_AGAIN_MS = 30_000;
const MOST_REMEMBERED = 50;

/** A listener that is told of each trouble, and of the same one again only after half a minute. */
export function seldom(clock: Clock, tell: (error: unknown) => void): (error: unknown) => void {
  const told = new Map<string, number>();
  return (error) => {
    const what = error instanceof Error ? error.message : String(error);
    const nowMs = clock.now();
    if (nowMs - (told.get(what) ?? -SAME_AGAIN_MS) < SAME_AGAIN_MS) return;
    if (told.size >= MOST_REMEMBERED) told.clear();
    told.set(what, nowMs);
    tell(error);
  };
}
