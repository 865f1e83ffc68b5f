/** When a stage is at rest: nobody is asking, nobody is answering, and nothing moves but the clock. */
import { setImmediate } from "node:timers/promises";

/** What can be seen of a stage's unrest. */
export interface Unrest {
  /** Grows whenever something happens. */
  readonly activity: () => number;
  /** Work that is going on. */
  readonly open: () => number;
}

/** Turns of the event loop without any activity that mean rest. */
const QUIET_TURNS = 4;
/** With work open but nothing moving for so long, the work waits for the clock. */
const STUCK_TURNS = 100;

/** Resolves when nothing moves any more. Nothing is waited for in real time. */
export async function rested({ activity, open }: Unrest): Promise<void> {
  let before = activity();
  for (let quiet = 0; quiet < (open() === 0 ? QUIET_TURNS : STUCK_TURNS); quiet++) {
    await setImmediate();
    const now = activity();
    if (now !== before) quiet = -1;
    before = now;
  }
}
