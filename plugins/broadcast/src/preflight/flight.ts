/** What a look at an announcement finds. Types alone. */
import type { Wanted } from "../audience/wanted.ts";

/** Something that was found. */
export interface Finding {
  /** `block`: it cannot be sent like this. */
  readonly level: "block" | "warning";
  /** A sentence in Markdown. */
  readonly text: string;
}

/** A target that will not get it. */
export interface Obstacle {
  readonly target: Wanted;
  /** `it is archived`. */
  readonly why: string;
}

export interface Flight {
  readonly findings: readonly Finding[];
  readonly obstacles: readonly Obstacle[];
}
