/** What a transition of the world is given: the world, the moment, new ids, and a place to say what happened. */
import type { Broadcast, Id, Post, UnixMs } from "@matterwright/protocol";
import type { Settings } from "../settings.ts";
import type { World } from "./world.ts";

/** Something that sockets shall hear. */
export interface WorldEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly to: Partial<Broadcast>;
  /** More for one receiver: `mentions` is told only to those who are mentioned. */
  readonly extraFor?: (userId: Id) => Readonly<Record<string, unknown>> | undefined;
}

export interface Act {
  readonly world: World;
  readonly settings: Settings;
  readonly now: UnixMs;
  readonly newId: () => Id;
  readonly emit: (event: WorldEvent) => void;
  /** A post was made, of which outgoing webhooks may hear. */
  readonly posted: (post: Post) => void;
  /** What the server does by itself so much later, in an act of its own. Zero: at the next turn. */
  readonly later: (delayMs: number, work: (act: Act) => void | Promise<void>) => void;
}
