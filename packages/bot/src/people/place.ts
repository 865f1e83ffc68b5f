/** Where a name leads: a person, a channel, a channel of one team of several. Called by the verbs; it writes nothing. */
import { orNothing } from "@matterwright/client";
import { type Channel, type Id, type Team, isId } from "@matterwright/protocol";
import { UserError } from "../errors.ts";
import type { People } from "./people.ts";

export interface Asker {
  readonly people: People;
  readonly me: { readonly id: Id };
  /** Where it was asked; empty in direct and group messages, and where nobody asked. */
  readonly teamId: Id | "";
}

/**
 * `"@ann"`, `"~ops"`, `"~north/ops"` in a team of several, or a channel's id. A name that several teams have is looked for in the team
 * where it was asked; elsewhere it is asked back, and never guessed.
 *
 * @throws UserError when there is no such place, or more than one; CallError when the server does not say.
 */
export async function placeNamed(name: string, { people, me, teamId }: Asker): Promise<Channel> {
  if (name.startsWith("@")) {
    const user = await orNothing(people.userNamed(name.slice(1).toLowerCase()));
    if (user === undefined) throw new UserError(`There is nobody called ${name}.`);
    return people.direct(me.id, user.id);
  }
  const bare = name.replace(/^~/, "");
  if (!name.startsWith("~") && isId(bare)) return people.channel(bare);
  const [teamName, channelName] = bare.includes("/") ? splitAt(bare.toLowerCase(), "/") : ["", bare.toLowerCase()];
  const missing = `There is no channel called ~${bare}, or I am not allowed to see it.`;
  if (teamName === "" && teamId !== "") {
    const here = await inTeam(people, teamId, channelName);
    if (here === undefined) throw new UserError(missing);
    return here;
  }
  const found = await inTeams(people, await teamsNamed(people, teamName), channelName);
  const [first, ...others] = found;
  if (first === undefined) throw new UserError(missing);
  if (others.length === 0) return first.channel;
  const names = found.map(({ team }) => `~${team.name}/${channelName}`);
  throw new UserError(`There is a ~${bare} in several teams. Which is meant: ${names.join(" or ")}?`);
}

/** The bot's teams, or the one of this name. */
async function teamsNamed(people: People, name: string): Promise<readonly Team[]> {
  const mine = await people.myTeams();
  const meant = name === "" ? mine : mine.filter((team) => team.name === name);
  if (name !== "" && meant.length === 0) throw new UserError(`I am in no team called ${name}.`);
  return meant;
}

function splitAt(text: string, sign: string): [string, string] {
  const at = text.indexOf(sign);
  return [text.slice(0, at), text.slice(at + sign.length)];
}

async function inTeams(
  people: People,
  teams: readonly Team[],
  name: string,
): Promise<{ readonly team: Team; readonly channel: Channel }[]> {
  const looked = teams.map(async (team) => {
    const channel = await inTeam(people, team.id, name);
    return channel === undefined ? [] : [{ team, channel }];
  });
  return (await Promise.all(looked)).flat();
}

function inTeam(people: People, teamId: Id, name: string): Promise<Channel | undefined> {
  return orNothing(people.channelNamed(teamId, name));
}
