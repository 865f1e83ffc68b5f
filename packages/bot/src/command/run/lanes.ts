/**
 * A lane for each person: so many commands of one person run at a time, the others wait in their order, and what waits in too long a line is
 * turned away. So whoever floods a bot with commands waits for themselves, and nobody else does. Asked by the router before each command.
 */

export interface LaneOptions {
  /** Commands of one person that run at the same time; 8 by default. */
  readonly running?: number;
  /** … and that may wait behind them; 100 by default. */
  readonly waiting?: number;
}

const RUNNING = 8;
const WAITING = 100;

interface Lane {
  running: number;
  readonly waiting: (() => void)[];
}

export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #running: number;
  readonly #waiting: number;

  constructor({ running = RUNNING, waiting = WAITING }: LaneOptions = {}) {
    this.#running = Math.max(1, running);
    this.#waiting = waiting;
  }

  /**
   * Resolves when there is room, with what gives it back; with nothing when too many wait already.
   *
   * @param isPatient waits however long the line is
   */
  async enter(who: string, isPatient = false): Promise<(() => void) | undefined> {
    const lane = this.#lanes.get(who) ?? { running: 0, waiting: [] };
    this.#lanes.set(who, lane);
    if (lane.running < this.#running) lane.running++;
    else if (lane.waiting.length >= this.#waiting && !isPatient) return undefined;
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
    return () => this.#leave(who, lane);
  }

  #leave(who: string, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next) next();
    else if (--lane.running === 0) this.#lanes.delete(who);
  }
}
