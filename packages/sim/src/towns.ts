/** Ready-made worlds: the demo town that everybody starts in, and an administrator for an empty one. */
import type { Channel, Id, Team, User } from "@matterwright/protocol";
import type { Simulator } from "./simulator.ts";
import { createBot } from "./world/integrations/bots.ts";
import { createChannel } from "./world/places/channels.ts";
import { joinChannel } from "./world/places/members.ts";
import { createAccessToken } from "./world/people/sessions.ts";
import { addTeamMember, channelNamed, createTeam } from "./world/places/teams.ts";
import { createUser } from "./world/people/users.ts";

/** Everybody's password in the demo town. */
export const DEMO_PASSWORD = "matterwright";

export interface DemoTown {
  readonly team: Team;
  readonly people: Readonly<Record<"ann" | "ben" | "cat", User>>;
  readonly channels: Readonly<Record<"town-square" | "off-topic" | "ops" | "leads", Channel>>;
  readonly bot: { readonly id: Id; readonly username: string; readonly token: string };
}

/**
 * Builds the team `demo` with ann (system administrator), ben and cat, the channels town-square, off-topic and ops, the private
 * channel leads, and the bot `wright` in all of them, which administers the team: so it may register slash commands.
 */
export function demoTown(sim: Simulator): DemoTown {
  const act = sim.act();
  const person = (username: string, first: string): User =>
    createUser(act, { username, email: `${username}@demo.example.com`, password: DEMO_PASSWORD, first_name: first });
  const ann = person("ann", "Ann");
  const ben = person("ben", "Ben");
  const cat = person("cat", "Cat");
  ann.roles = "system_admin system_user";
  const team = createTeam(act, { name: "demo", display_name: "Demo", type: "O", allow_open_invite: true }, ann);
  const bot = createBot(act, { username: "wright", display_name: "Wright", description: "The bot of this town" }, ann);
  const wright = act.world.user(bot.user_id) as User;
  for (const user of [ben, cat]) addTeamMember(act, team, user, { by: ann });
  // So that it may register its slash commands.
  addTeamMember(act, team, wright, { by: ann, admin: true });
  const ops = createChannel(
    act,
    { team_id: team.id, name: "ops", display_name: "Ops", type: "O", purpose: "Where things run" },
    ann,
  );
  const leads = createChannel(act, { team_id: team.id, name: "leads", display_name: "Leads", type: "P" }, ann);
  for (const channel of [ops, leads]) for (const user of [ben, cat, wright]) joinChannel(act, channel, user, ann);
  const { token } = createAccessToken(act, wright.id, "demo town");
  const named = (name: string): Channel => channelNamed(act, team.id, name) as Channel;
  return {
    team,
    people: { ann, ben, cat },
    channels: { "town-square": named("town-square"), "off-topic": named("off-topic"), ops, leads },
    bot: { id: wright.id, username: "wright", token },
  };
}

/** Makes a system administrator, as the first account of a real server is. */
export function createAdministrator(
  sim: Simulator,
  { name, password }: { readonly name: string; readonly password: string },
): User {
  const act = sim.act();
  const user = createUser(act, { username: name, email: `${name}@example.com`, password });
  user.roles = "system_admin system_user";
  return user;
}
