/** What the server itself says about an integration that somebody made: a slash command, an outgoing webhook. */
import type { Id } from "@matterwright/protocol";
import type { Act } from "../act.ts";

export interface Owned {
  readonly id: Id;
  readonly token: string;
  readonly create_at: number;
  readonly update_at: number;
  readonly delete_at: number;
  readonly creator_id: Id;
}

/** Of one that is made now. @param token without it a fresh one */
export function newlyOwned(act: Act, creatorId: Id, token = ""): Owned {
  return {
    id: act.newId(),
    token: token === "" ? act.newId() : token,
    create_at: act.now,
    update_at: act.now,
    delete_at: 0,
    creator_id: creatorId,
  };
}

/** Only that part of a whole, in the server's order. */
export function ownedPart({ id, token, create_at, update_at, delete_at, creator_id }: Owned): Owned {
  return { id, token, create_at, update_at, delete_at, creator_id };
}
