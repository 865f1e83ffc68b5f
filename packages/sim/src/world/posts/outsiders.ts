/** Tells an author who of the mentioned did not hear it. Bots outside are passed over. */
import type { Channel, Post, User } from "@matterwright/protocol";
import type { Act } from "../act.ts";
import { ephemeralPost } from "./ephemeral.ts";

interface Mentioned {
  readonly channel: Channel;
  readonly author: User;
  readonly outsiders: readonly User[];
}

export function warnAboutOutsiders(act: Act, post: Post, { channel, author, outsiders }: Mentioned): void {
  if (channel.type === "D" || channel.type === "G") return;
  const people = outsiders.filter((user) => user.is_bot !== true);
  const near = people.filter((user) => act.world.isInTeam(channel.team_id, user.id));
  const far = people.filter((user) => !near.includes(user));
  if (people.length === 0) return;
  const sentences: string[] = [];
  if (near.length > 0)
    sentences.push(`${named(near)} did not get notified by this mention because they are not in the channel.`);
  if (far.length > 0)
    sentences.push(`${named(far)} didn't get notified by this mention because they aren't a member of this team.`);
  const id = act.newId();
  const ids = near.map((user) => user.id);
  const names = near.map((user) => user.username);
  const props = {
    add_channel_member: {
      not_in_channel_user_ids: ids,
      not_in_channel_usernames: names,
      not_in_groups_user_ids: [],
      not_in_groups_usernames: [],
      post_id: id,
      user_ids: ids,
      usernames: names,
    },
  };
  ephemeralPost(act, channel.id, {
    to: author.id,
    from: "",
    id,
    draft: { message: sentences.join("\n"), root_id: post.root_id, ...(near.length === 0 ? {} : { props }) },
  });
}

function named(users: readonly User[]): string {
  return users.map((user) => `@${user.username}`).join(", ");
}
