/** Who is in a channel: joining and leaving, with the events and posts that follow. */
import type { Channel, Id, User } from "@matterwright/protocol";
import type { Act } from "../act.ts";
import { isGuest } from "../people/guests.ts";
import { systemPost } from "../posts/system-posts.ts";
import { type StoredMember, under } from "../world.ts";

/** Makes somebody a member, without a word to anybody. */
export function addMember(
  act: Act,
  channel: Channel,
  user: User,
  { admin = false }: { readonly admin?: boolean } = {},
): StoredMember {
  const { world, now } = act;
  const guest = isGuest(user);
  const member: StoredMember = {
    channel_id: channel.id,
    user_id: user.id,
    roles: guest ? "channel_guest" : admin ? "channel_user channel_admin" : "channel_user",
    last_viewed_at: 0,
    msg_count: 0,
    mention_count: 0,
    mention_count_root: 0,
    urgent_mention_count: 0,
    msg_count_root: 0,
    notify_props: {
      channel_auto_follow_threads: "off",
      desktop: "default",
      email: "default",
      ignore_channel_mentions: "default",
      mark_unread: "all",
      push: "default",
    },
    last_update_at: now,
    scheme_guest: guest,
    scheme_user: !guest,
    scheme_admin: admin,
    explicit_roles: "",
    autotranslation_disabled: false,
  };
  under(world.channelMembers, channel.id, () => new Map()).set(user.id, member);
  under(world.channelsOfUser, user.id, () => new Set()).add(channel.id);
  return member;
}

/** Somebody joins, or is added by another, with all that follows: events and the system's post. */
export function joinChannel(act: Act, channel: Channel, user: User, by: User): StoredMember {
  const existing = act.world.channelMembers.get(channel.id)?.get(user.id);
  if (existing !== undefined) return existing;
  const member = enterChannel(act, channel, user);
  sayEntered(act, channel, { user, by });
  return member;
}

/** The first half of joining: the membership and its events. */
export function enterChannel(act: Act, channel: Channel, user: User): StoredMember {
  const member = { ...addMember(act, channel, user) };
  const data = { team_id: channel.team_id, user_id: user.id };
  act.emit({ event: "user_added", data, to: { channel_id: channel.id, omit_users: { [user.id]: true } } });
  act.emit({ event: "user_added", data, to: { channel_id: channel.id, user_id: user.id } });
  return member;
}

/** The second half: the system says who joined, or who was added by whom. */
export function sayEntered(
  act: Act,
  channel: Channel,
  { user, by = user }: { readonly user: User; readonly by?: User },
): void {
  if (by.id === user.id) {
    systemPost(act, channel, user, {
      type: "system_join_channel",
      message: `${user.username} joined the channel.`,
      props: { username: user.username },
    });
    return;
  }
  systemPost(act, channel, by, {
    type: "system_add_to_channel",
    message: `${user.username} added to the channel by ${by.username}.`,
    props: { addedUserId: user.id, addedUsername: user.username, userId: by.id, username: by.username },
    mentions: [user.id],
  });
}

/** Somebody leaves, or is removed. `silent`: a team was left, and that is all that is said. */
export function removeFromChannel(
  act: Act,
  channel: Channel,
  userId: Id,
  how: { readonly by?: User; readonly silent?: boolean } = {},
): void {
  const { world } = act;
  const user = world.user(userId);
  world.channelMembers.get(channel.id)?.delete(userId);
  world.channelsOfUser.get(userId)?.delete(channel.id);
  if (how.silent === true || user === undefined) return;
  const by = how.by ?? user;
  act.emit({ event: "user_removed", data: { user_id: userId, remover_id: by.id }, to: { channel_id: channel.id } });
  act.emit({ event: "user_removed", data: { channel_id: channel.id, remover_id: by.id }, to: { user_id: userId } });
  const left = by.id === userId;
  systemPost(act, channel, by, {
    type: left ? "system_leave_channel" : "system_remove_from_channel",
    message: left ? `@${user.username} left the channel.` : `@${user.username} removed from the channel.`,
    props: left ? { username: user.username } : { removedUserId: userId, removedUsername: user.username },
  });
}

/** What others see of a membership: not when the person last looked. */
export function othersMember(member: StoredMember): StoredMember {
  return { ...member, last_viewed_at: -1, last_update_at: -1 };
}
