/** Who follows a thread, and what they hear of it. What one reply costs grows with the followers, not with the replies. */
import type { Channel, Id, Post, User } from "@matterwright/protocol";
import { goJson } from "../../json.ts";
import type { Act } from "../act.ts";
import { after, repliersOf, repliesOf } from "./post-store.ts";
import { jsonView } from "./post-views.ts";
import { othersView } from "../people/users.ts";
import { type ThreadFollower, type World, under } from "../world.ts";

interface Mentioned {
  readonly channel: Channel;
  readonly mentions: ReadonlySet<Id>;
}

/** After a reply: its root's author, everybody mentioned and the replier follow the thread, and every follower hears of it. */
export function replied(act: Act, reply: Post, { channel, mentions }: Mentioned): void {
  const { world } = act;
  const root = world.posts.get(reply.root_id);
  if (root === undefined) return;
  const earlier = new Set(world.followersOf.get(root.id)?.keys());
  for (const id of [root.user_id, ...mentions, reply.user_id]) follow(act, root, { id, channel });
  const shared = sharedView(act, root, wholeUser);
  for (const [id, follower] of followersOf(world, root.id)) {
    if (!follower.following) continue;
    const isAuthor = id === reply.user_id;
    const replies = unreadReplies(world, root.id, follower);
    const isNew = reply.create_at > follower.lastViewedAt ? 1 : 0;
    // Whoever is mentioned and follows from now on is told of nothing unread before.
    const before = { mentions: follower.unreadMentions, replies: earlier.has(id) || isAuthor ? replies - isNew : 0 };
    if (!isAuthor && mentions.has(id)) follower.unreadMentions++;
    const unread = isAuthor ? { replies: 0, mentions: 0 } : { replies, mentions: follower.unreadMentions };
    act.emit({
      event: "thread_updated",
      data: {
        previous_unread_mentions: before.mentions,
        previous_unread_replies: before.replies,
        thread: goJson(threadView(shared, follower, unread)),
      },
      to: { user_id: id, team_id: channel.team_id },
    });
    if (isAuthor) Object.assign(follower, { lastViewedAt: act.now, updatedAt: act.now, unreadMentions: 0 });
  }
}

/** Mentions in a root post make people follow the thread before it has a reply. */
export function followRoot(act: Act, root: Post, { channel, mentions }: Mentioned): void {
  if (channel.type === "D" || channel.type === "G") return;
  for (const id of mentions) follow(act, root, { id, channel });
}

/** Followers who are named in `posted.followers`: fewer than all, the server caches whom it may notify. */
export function toldFollowers({ world }: Act, reply: Post, { channel, mentions }: Mentioned): Set<Id> {
  const root = world.posts.get(reply.root_id);
  const told = new Set(mentions);
  const isFollower = (id: Id): boolean =>
    root?.user_id === id || world.followersOf.get(reply.root_id)?.get(id)?.following === true;
  if (channel.type === "D") {
    if (root !== undefined) told.add(root.user_id);
    for (const [id, { following }] of followersOf(world, reply.root_id)) if (following) told.add(id);
  } else if (isFollower(channel.creator_id)) told.add(channel.creator_id);
  told.delete(reply.user_id);
  return told;
}

function follow(act: Act, root: Post, { id, channel }: { readonly id: Id; readonly channel: Channel }): void {
  if (act.world.isMember(channel.id, id)) followerOf(act, root.id, id);
}

/** Somebody's place in a thread, made when it is first asked for. */
export function followerOf({ world, now }: Act, rootId: Id, userId: Id): ThreadFollower {
  const followers = under(world.followersOf, rootId, () => new Map<Id, ThreadFollower>());
  under(world.threadsOfUser, userId, () => new Set<Id>()).add(rootId);
  return under(followers, userId, () => ({ following: true, lastViewedAt: 0, unreadMentions: 0, updatedAt: now }));
}

function followersOf(world: World, rootId: Id): Iterable<[Id, ThreadFollower]> {
  return world.followersOf.get(rootId) ?? [];
}

/** Replies that came after somebody last looked. */
export function unreadReplies(world: World, rootId: Id, { lastViewedAt }: ThreadFollower): number {
  const replies = repliesOf(world, rootId);
  return replies.length - after(replies, lastViewedAt);
}

/** What every follower sees alike. */
export interface SharedThread {
  readonly id: Id;
  readonly reply_count: number;
  readonly last_reply_at: number;
  readonly participants: readonly Partial<User>[];
  readonly post: Omit<Post, "metadata">;
  readonly is_urgent: boolean;
}

/** @param person how those who replied are shown. */
export function sharedView(act: Act, root: Post, person: (user: User) => Partial<User>): SharedThread {
  const replies = repliesOf(act.world, root.id);
  const { metadata, ...post } = jsonView({ ...root, reply_count: 0 });
  return {
    id: root.id,
    reply_count: replies.length,
    last_reply_at: replies.at(-1)?.create_at ?? 0,
    participants: [...repliersOf(act.world, root.id)].flatMap((id) => {
      const user = act.world.user(id);
      return user === undefined ? [] : [person(user)];
    }),
    post,
    is_urgent: metadata?.priority?.priority === "urgent",
  };
}

/** A thread as one follower sees it, in the server's order of fields. */
export function threadView(
  { id, reply_count, last_reply_at, participants, post, is_urgent }: SharedThread,
  { lastViewedAt }: ThreadFollower,
  unread: { readonly replies: number; readonly mentions: number },
): Record<string, unknown> {
  return {
    id,
    reply_count,
    last_reply_at,
    last_viewed_at: lastViewedAt,
    participants,
    post,
    unread_replies: unread.replies,
    unread_mentions: unread.mentions,
    is_urgent,
    delete_at: 0,
  };
}

export const wholeUser = othersView;

/** Lists show no more of people than who they are; the rest is there and empty. */
export function onlyId({ id }: User): Partial<User> {
  const empty = {
    id,
    delete_at: 0,
    username: "",
    auth_data: "",
    auth_service: "",
    email: "",
    nickname: "",
    first_name: "",
    last_name: "",
    position: "",
    roles: "",
    locale: "",
    timezone: null,
    disable_welcome_email: false,
  };
  return empty as unknown as Partial<User>;
}
