/** A channel as the directory keeps it, and the names by which people call it. */
import type { Channel, Team } from "@matterwright/protocol";
import { folded } from "../book/book.ts";

export interface Place {
  readonly id: string;
  /** As in its address, without `~`. */
  readonly name: string;
  /** As people see it. */
  readonly displayName: string;
  /** Empty for direct and group messages. */
  readonly teamId: string;
  readonly teamName: string;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** Whether the bot is in it. */
  readonly isMine: boolean;
}

export function placeOf(channel: Channel, team: Pick<Team, "id" | "name"> | undefined, isMine: boolean): Place {
  return {
    id: channel.id,
    name: channel.name,
    displayName: channel.display_name === "" ? channel.name : channel.display_name,
    teamId: channel.team_id,
    teamName: team?.name ?? "",
    isPrivate: channel.type !== "O",
    isArchived: channel.delete_at !== 0,
    isMine,
  };
}

/** As people read it: `~ops`. */
export function shownAs({ name }: Pick<Place, "name">): string {
  return `~${name}`;
}

/** Every name that a place goes by, folded. */
export function namesOf({ name, displayName, teamName }: Place): readonly string[] {
  return [folded(name), folded(displayName), `${teamName}/${folded(name)}`];
}
