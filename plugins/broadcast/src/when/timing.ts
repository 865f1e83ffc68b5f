/**
 * When each target gets an announcement: at once or at its time, by its own clocks where that was said, and not in its quiet hours. Called when
 * an announcement is shown, and again when it is sent.
 */
import type { Wanted } from "../audience/wanted.ts";
import { type QuietHours, quietUntil } from "./quiet.ts";
import { type Theirs, momentThere } from "./theirs.ts";
import type { Reads, Zones } from "./zones.ts";

export interface TimingParts {
  readonly zones: Pick<Zones, "of">;
  /** Nothing where there are none, or they do not count for this one. */
  readonly quiet: QuietHours | undefined;
}

/** When something was said to go out. */
export interface Said {
  /** In Unix milliseconds; nothing where that is at once. */
  readonly at: number | undefined;
  readonly theirs: Theirs | undefined;
  /** In Unix milliseconds. */
  readonly now: number;
}

/** A target with its time. */
export interface Timed {
  readonly target: Wanted;
  readonly reads: Reads;
  /** In Unix milliseconds; nothing where that is at once. */
  readonly dueAt: number | undefined;
  /** Whether it waits for the end of quiet hours. */
  readonly isHeld: boolean;
}

/** Nothing where all get it at the same moment, whatever their clocks show. @throws CallError when the server does not say. */
export async function timed(
  targets: readonly Wanted[],
  { at, theirs, now }: Said,
  { zones, quiet }: TimingParts,
): Promise<readonly Timed[] | undefined> {
  if (theirs === undefined && quiet === undefined) return undefined;
  const found = await zones.of(targets);
  return targets.map((target) => {
    const reads = found.get(target.id) as Reads;
    const wanted = theirs === undefined ? at : momentThere(theirs, reads.zone);
    const until = quiet === undefined ? undefined : quietUntil(quiet, reads.zone, Math.max(wanted ?? now, now));
    const dueAt = until ?? wanted;
    return {
      target,
      reads,
      dueAt: dueAt !== undefined && dueAt <= now ? undefined : dueAt,
      isHeld: until !== undefined,
    };
  });
}

/** A target that knows its time and its zone. */
export function withTime({ target, reads: { zone }, dueAt }: Timed): Wanted {
  return { ...target, zone, ...(dueAt === undefined ? {} : { dueAt }) };
}
