/** A program and everything that it has started, as one process group: it can be asked to end, ended, and looked for. */
import type { Workplace } from "matterwright";

type Clock = Workplace["clock"];

/** What was asked to end has so long for it. */
export const GRACE_MS = 5_000;

interface Endable {
  end(): unknown;
}

export class Group {
  readonly #id: number;
  readonly #clock: Clock;
  #timer: ReturnType<Clock["after"]> | undefined;

  /** @param id of the process that leads it */
  constructor(id: number, clock: Clock) {
    this.#id = id;
    this.#clock = clock;
  }

  /** Asks it to end, and ends it when it has not after five seconds. */
  ask(): void {
    this.#signal("SIGTERM");
    this.#timer ??= this.#clock.after(GRACE_MS, () => this.end());
  }

  /** Ends it. Whether there was anything to end. */
  end(): boolean {
    this.#timer?.cancel();
    return this.#signal("SIGKILL");
  }

  #signal(name: "SIGTERM" | "SIGKILL"): boolean {
    try {
      // A negative id means the group. Of one that nobody is in any more the machine says that it does not exist.
      return process.kill(-this.#id, name);
    } catch {
      return false;
    }
  }
}

/** The programs and modules that run now, so that they end when the bot does, however it is stopped. */
export class Groups {
  readonly #groups = new Set<Endable>();

  add(group: Endable): () => void {
    this.#groups.add(group);
    return () => this.#groups.delete(group);
  }

  end(): void {
    for (const group of this.#groups) group.end();
  }
}
