/** How the one loop of the program goes, as what notices holds is told. Node's own is in `node/pulse.ts`; tests have others. */

/** What is known of the time since the last beat, in milliseconds. */
export interface Beat {
  /** How much later than it should it comes. */
  readonly lateMs: number;
  /** How long the loop was at work. It was not while the machine slept, or the program was halted in between. */
  readonly busyMs: number;
}

export interface Pulse {
  /** Milliseconds, by a clock that nobody sets. */
  now(): number;
  /** Processor time of the program so far, in milliseconds. */
  cpuMs(): number;
  /** Beats until it is told to end. */
  every(periodMs: number, beat: (beat: Beat) => void): () => void;
}
