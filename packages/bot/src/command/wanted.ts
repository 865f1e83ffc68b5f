/** A command as rules of access see it. Called by whoever asks whether somebody may run it. */
import type { Command } from "./command.ts";

export interface Wanted {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly owner: string | undefined;
  readonly adminOnly: Command<never>["adminOnly"];
  /** How many others have to agree. */
  readonly approve: number;
}

export function wantedOf({ name, aliases, owner, adminOnly, spec }: Command<never>): Wanted {
  return { name, aliases, owner, adminOnly, approve: spec.approve ?? 0 };
}
