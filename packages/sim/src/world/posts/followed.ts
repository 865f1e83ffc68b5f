/** The threads that somebody follows: lists of them, following and leaving, and how far they are read. */
import type { Id, Post } from "@matterwright/protocol";
import { AppError, refuse } from "../../errors.ts";
import type { Act } from "../act.ts";
import { mentionsOf } from "./mentions.ts";
import { after, repliesOf } from "./post-store.ts";
import { followerOf, unreadReplies } from "./threads.ts";
import type { ThreadFollower } from "../world.ts";

/** One of the threads that somebody follows. */
export interface Followed {
  readonly root: Post;
  readonly follower: ThreadFollower;
  readonly lastReplyAt: number;
}

/** The threads that somebody follows in a team, and those of direct and group channels, the latest reply first. */
export function followedThreads({ world }: Act, userId: Id, teamId: Id): Followed[] {
  const found = [...(world.threadsOfUser.get(userId) ?? [])].flatMap((rootId) => {
    const root = world.posts.get(rootId);
    const follower = world.followersOf.get(rootId)?.get(userId);
    const lastReply = repliesOf(world, rootId).at(-1);
    if (root === undefined || root.delete_at !== 0 || follower?.following !== true || lastReply === undefined)
      return [];
    const team = world.channels.get(root.channel_id)?.team_id;
    return team === teamId || team === "" ? [{ root, follower, lastReplyAt: lastReply.create_at }] : [];
  });
  return found.toSorted((one, other) => other.lastReplyAt - one.lastReplyAt);
}

/** Whether there is something new in it. */
export function isUnread({ follower, lastReplyAt }: Followed): boolean {
  return follower.lastViewedAt < lastReplyAt;
}

/** Somebody's place in a thread. @throws AppError 404 when they never followed it. */
export function membershipOf({ world }: Act, rootId: Id, userId: Id): ThreadFollower {
  const follower = world.followersOf.get(rootId)?.get(userId);
  if (follower === undefined) {
    const id = "app.user.get_thread_membership_for_user.not_found";
    throw new AppError(id, "User thread membership doesn't exist", 404);
  }
  return follower;
}

interface Place {
  readonly userId: Id;
  readonly teamId: Id;
  readonly rootId: Id;
}

/** Follows a thread, which also means to have read it, or follows it no more. */
export function setFollowing(act: Act, { userId, teamId, rootId }: Place, following: boolean): void {
  const follower = followerOf(act, rootId, userId);
  Object.assign(follower, { following, updatedAt: act.now });
  if (following) Object.assign(follower, { lastViewedAt: act.now, unreadMentions: 0 });
  act.emit({
    event: "thread_follow_changed",
    data: { reply_count: repliesOf(act.world, rootId).length, state: following, thread_id: rootId },
    to: { user_id: userId, team_id: teamId },
  });
}

/** Marks a thread as read up to a moment. @throws AppError 404 for a thread that was never followed. */
export function readThread(act: Act, { userId, teamId, rootId }: Place, atMs: number): ThreadFollower {
  const { world } = act;
  const follower = membershipOf(act, rootId, userId);
  const root = world.posts.get(rootId);
  if (root === undefined) throw refuse.postMissing();
  const before = { mentions: follower.unreadMentions, replies: unreadReplies(world, rootId, follower) };
  const mentions = mentionsAfter(act, root, { userId, atMs });
  Object.assign(follower, { lastViewedAt: atMs, updatedAt: act.now, unreadMentions: mentions });
  act.emit({
    event: "thread_read_changed",
    data: {
      channel_id: root.channel_id,
      previous_unread_mentions: before.mentions,
      previous_unread_replies: before.replies,
      thread_id: rootId,
      timestamp: atMs,
      unread_mentions: mentions,
      unread_replies: unreadReplies(world, rootId, follower),
    },
    to: { user_id: userId, team_id: teamId },
  });
  return follower;
}

/** Marks all threads of a team as read, those of direct channels too. */
export function readAllThreads(act: Act, userId: Id, teamId: Id): void {
  for (const { follower } of followedThreads(act, userId, teamId))
    Object.assign(follower, { lastViewedAt: act.now, updatedAt: act.now, unreadMentions: 0 });
  act.emit({ event: "thread_read_changed", data: {}, to: { user_id: userId, team_id: teamId } });
}

/** Replies after a moment that mention somebody. */
export function mentionsAfter(
  act: Act,
  root: Post,
  { userId, atMs }: { readonly userId: Id; readonly atMs: number },
): number {
  const channel = act.world.channels.get(root.channel_id);
  if (channel === undefined) return 0;
  const replies = repliesOf(act.world, root.id);
  return replies.slice(after(replies, atMs)).filter((reply) => {
    const author = act.world.user(reply.user_id);
    return author !== undefined && mentionsOf(act, reply, { channel, author }).users.has(userId);
  }).length;
}
