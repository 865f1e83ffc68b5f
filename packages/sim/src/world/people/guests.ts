/**
 * Guests: people who see only the channels that they were put into. Nobody becomes one through the API, because that takes a licence, which
 * the simulator does not have; a test makes one with `sim.faults.accounts.demote`.
 */
import type { User } from "@matterwright/protocol";
import type { Act } from "../act.ts";
import { tellUserUpdated } from "./users.ts";

const GUEST = "system_guest";

export function isGuest({ roles }: Pick<User, "roles">): boolean {
  return roles.split(" ").includes(GUEST);
}

/** Makes somebody a guest wherever they are a member. */
export function demoteToGuest(act: Act, user: User): void {
  const { world } = act;
  Object.assign(user, { roles: GUEST, update_at: act.now });
  const asGuest = { scheme_guest: true, scheme_user: false, scheme_admin: false };
  for (const members of world.teamMembers.values()) {
    const member = members.get(user.id);
    if (member !== undefined) Object.assign(member, asGuest, { roles: "team_guest" });
  }
  for (const members of world.channelMembers.values()) {
    const member = members.get(user.id);
    if (member !== undefined) Object.assign(member, asGuest, { roles: "channel_guest" });
  }
  tellUserUpdated(act, user);
}
