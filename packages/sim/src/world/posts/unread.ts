/** Marking a channel as unread from one of its posts on. */
import type { Channel, ChannelMember, Id, Post } from "@matterwright/protocol";
import { goJson } from "../../json.ts";
import type { Act } from "../act.ts";
import { mentionsAfter } from "./followed.ts";
import { mentionsOf } from "./mentions.ts";
import { after, aliveIn, isMessage } from "./post-store.ts";
import { followerOf, sharedView, threadView, unreadReplies, wholeUser } from "./threads.ts";

type Counters = Pick<
  ChannelMember,
  "msg_count" | "mention_count" | "mention_count_root" | "urgent_mention_count" | "msg_count_root" | "last_viewed_at"
>;

/** What is unread from a post on is unread again; of a reply, its thread too. */
export function markUnread(
  act: Act,
  post: Post,
  {
    member,
    channel,
    collapsed,
  }: { readonly member: ChannelMember; readonly channel: Channel; readonly collapsed: boolean },
): Counters {
  const { world, now } = act;
  const atMs = post.create_at - 1;
  const posts = aliveIn(world, channel.id);
  const later = posts.slice(after(posts, atMs)).filter(isMessage);
  const mentioning = later.filter((each) => mentions(act, each, { channel, userId: member.user_id }));
  // Without collapsed threads a reply marks the channel too, but none of its root posts.
  const countsRoots = collapsed || post.root_id === "";
  if (!countsRoots) markThread(act, post, { channel, userId: member.user_id, atMs });
  const counters: Counters = {
    msg_count: channel.total_msg_count - later.length,
    mention_count: mentioning.length,
    mention_count_root: countsRoots ? roots(mentioning) : 0,
    urgent_mention_count: 0,
    msg_count_root: channel.total_msg_count_root - (countsRoots ? roots(later) : 0),
    last_viewed_at: atMs,
  };
  Object.assign(member, counters, { last_update_at: now });
  act.emit({
    event: "post_unread",
    data: { ...counters, post_id: post.id },
    to: { user_id: member.user_id, channel_id: channel.id, team_id: channel.team_id },
  });
  return counters;
}

function roots(posts: readonly Post[]): number {
  return posts.filter((each) => each.root_id === "").length;
}

interface Reader {
  readonly channel: Channel;
  readonly userId: Id;
}

function markThread(act: Act, reply: Post, { channel, userId, atMs }: Reader & { readonly atMs: number }): void {
  const root = act.world.posts.get(reply.root_id);
  if (root === undefined) return;
  const follower = followerOf(act, root.id, userId);
  const unreadMentions = mentionsAfter(act, root, { userId, atMs });
  Object.assign(follower, { following: true, lastViewedAt: atMs, updatedAt: act.now, unreadMentions });
  const unread = { replies: unreadReplies(act.world, root.id, follower), mentions: unreadMentions };
  const thread = goJson(threadView(sharedView(act, root, wholeUser), follower, unread));
  act.emit({ event: "thread_updated", data: { thread }, to: { user_id: userId, team_id: channel.team_id } });
}

function mentions(act: Act, post: Post, { channel, userId }: Reader): boolean {
  if (channel.type === "D" || channel.type === "G") return post.user_id !== userId;
  const author = act.world.user(post.user_id);
  return author !== undefined && mentionsOf(act, post, { channel, author }).users.has(userId);
}
