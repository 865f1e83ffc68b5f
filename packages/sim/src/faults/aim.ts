/** Whom and what a fault hits. Used by every family of faults; it changes nothing. */
import type { Id } from "@matterwright/protocol";
import type { World } from "../world/world.ts";

/** Whose requests or lines a fault hits. */
export interface Aim {
  /** A username, with or without `@`; by default everybody, the people of the town too. */
  readonly of?: string;
}

/** A fault that lasts until it is ended. */
export interface Lasting {
  /** From here on everything is well again. Twice does nothing. */
  end(): void;
}

/** The account that is meant, or nothing when everybody is. @throws Error when nobody has this name. */
export function aimedAt(world: World, { of }: Aim): Id | undefined {
  if (of === undefined) return undefined;
  const user = world.userNamed(of.replace(/^@/, ""));
  if (user === undefined)
    throw new Error(`nobody in the town is called "${of}": a fault needs the username it aims at`);
  return user.id;
}
