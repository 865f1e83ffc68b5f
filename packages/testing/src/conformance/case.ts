/** One claim about the server and how it is tried. The claims are sorted by the sections of the protocol's description. */
import type { World } from "./world.ts";

export interface Case {
  /** `§2 trap 3`: where the claim stands. */
  readonly section: string;
  /** The claim, as a sentence. */
  readonly says: string;
  /** Why a real server is not asked. */
  readonly notOnReal?: string;
  readonly run: (world: World) => Promise<void>;
}
