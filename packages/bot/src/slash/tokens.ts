/**
 * The tokens by which a server proves that it is the one that calls, one for each slash command of each team. Every question takes the
 * same time, whichever token is asked for. It keeps nothing on a disk; `keeping.ts` does.
 */
import { timingSafeEqual } from "node:crypto";
import type { Id } from "@matterwright/protocol";

/** A slash command that may call. */
export interface Caller {
  readonly teamId: Id;
  /** Without its slash. */
  readonly trigger: string;
  readonly token: string;
}

interface Known extends Caller {
  readonly bytes: Buffer;
}

export class Tokens {
  #known: readonly Known[] = [];

  /** Goes by these from now on. */
  replace(callers: readonly Caller[]): void {
    this.#known = callers.map((caller) => ({ ...caller, bytes: Buffer.from(caller.token) }));
  }

  get size(): number {
    return this.#known.length;
  }

  all(): readonly Caller[] {
    return this.#known.map(({ teamId, trigger, token }) => ({ teamId, trigger, token }));
  }

  /** Whose token it is. */
  whose(token: string): Caller | undefined {
    const bytes = Buffer.from(token);
    // Looks at every one, so that the time tells nothing. How long a token is, everybody knows.
    let found: Known | undefined;
    for (const each of this.#known)
      if (each.bytes.length === bytes.length && timingSafeEqual(each.bytes, bytes)) found = each;
    return found;
  }

  /** Whether there is one for this command at all. */
  expects({ teamId, trigger }: Pick<Caller, "teamId" | "trigger">): boolean {
    return this.#known.some((each) => each.teamId === teamId && each.trigger === trigger);
  }
}
