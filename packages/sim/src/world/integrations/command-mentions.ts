/** Whom and what the text of a slash command names: told to the integration beside the text. Pure. */
import type { Id } from "@matterwright/protocol";
import type { World } from "../world.ts";

/** Members of the team, by the names that were written. A name may be followed by dots and dashes of the sentence. */
export function mentionedMembers(world: World, text: string, teamId: Id): ReadonlyMap<string, Id> {
  const found = new Map<string, Id>();
  for (const [, written = ""] of text.matchAll(/\B@([A-Za-z0-9][A-Za-z0-9.\-_:]*)/g)) {
    let name = written.toLowerCase();
    while (world.userNamed(name) === undefined && /[.\-_]$/.test(name)) name = name.slice(0, -1);
    const user = world.userNamed(name);
    if (user !== undefined && world.isInTeam(teamId, user.id)) found.set(name, user.id);
  }
  return found;
}

/** Open channels of the team, by the names that were written. */
export function mentionedChannels(world: World, text: string, teamId: Id): ReadonlyMap<string, Id> {
  const found = new Map<string, Id>();
  for (const [, name = ""] of text.matchAll(/\B~([a-zA-Z0-9\-_]+)/g)) {
    const id = world.channelIdByName.get(`${teamId}/${name}`);
    if (id !== undefined && world.channels.get(id)?.type === "O") found.set(name, id);
  }
  return found;
}
