/** Says in the log that calls were refused: the first at once, then once a minute with how many, so that nobody fills a disk with forgeries. */
import type { Workplace } from "../install/install.ts";

const EVERY_MS = 60_000;

export class RefusalLog {
  readonly #workplace: Pick<Workplace, "log" | "clock">;
  readonly #path: string;
  #saidAt = Number.NEGATIVE_INFINITY;
  #unsaid = 0;

  constructor(workplace: Pick<Workplace, "log" | "clock">, path: string) {
    this.#workplace = workplace;
    this.#path = path;
  }

  note(reason: string): void {
    const { clock, log } = this.#workplace;
    if (clock.now() - this.#saidAt < EVERY_MS) {
      this.#unsaid++;
      return;
    }
    const more = this.#unsaid === 0 ? {} : { others: this.#unsaid };
    this.#saidAt = clock.now();
    this.#unsaid = 0;
    log.warn({ hook: this.#path, reason, ...more }, "a call of a hook was refused");
  }
}
