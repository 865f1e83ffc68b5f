/** Who follows a thread, and what they hear of it. */
import type { Channel, Id, Post, User } from "@matterwright/protocol";
import { goJson } from "../json.ts";
import type { Act } from "./act.ts";
import { repliesOf } from "./post-store.ts";
import { jsonView } from "./post-views.ts";
import { othersView } from "./users.ts";
import { type ThreadFollower, under } from "./world.ts";

/** After a reply: its root's author, everybody mentioned and the replier follow the thread, and every follower hears of it. */
export function replied(
  act: Act,
  reply: Post,
  { channel, mentions }: { readonly channel: Channel; readonly mentions: ReadonlySet<Id> },
): void {
  const { world } = act;
  const root = world.posts.get(reply.root_id);
  if (root === undefined) return;
  const followers = under(world.followersOf, root.id, () => new Map<Id, ThreadFollower>());
  for (const id of [root.user_id, ...mentions, reply.user_id]) follow(act, followers, { id, channel });
  for (const [id, follower] of followers) {
    if (!follower.following) continue;
    const before = {
      mentions: follower.unreadMentions,
      replies: unreadReplies(act, root, { id, follower, not: reply.id }),
    };
    if (id === reply.user_id) {
      tellThread(act, root, { id, follower, channel, before, isAuthor: true });
      Object.assign(follower, { lastViewedAt: act.now, unreadMentions: 0 });
      continue;
    }
    if (mentions.has(id)) follower.unreadMentions++;
    tellThread(act, root, { id, follower, channel, before, isAuthor: false });
  }
}

function follow(
  act: Act,
  followers: Map<Id, ThreadFollower>,
  { id, channel }: { readonly id: Id; readonly channel: Channel },
): void {
  if (followers.has(id) || !act.world.isMember(channel.id, id)) return;
  followers.set(id, { following: true, lastViewedAt: 0, unreadMentions: 0 });
}

/** Mentions in a root post make people follow the thread before it has a reply. */
export function followRoot(
  act: Act,
  root: Post,
  { channel, mentions }: { readonly channel: Channel; readonly mentions: ReadonlySet<Id> },
): void {
  if (mentions.size === 0 || channel.type === "D" || channel.type === "G") return;
  const followers = under(act.world.followersOf, root.id, () => new Map<Id, ThreadFollower>());
  for (const id of mentions) follow(act, followers, { id, channel });
}

/** Followers who are named in `posted.followers`: fewer than all, the server caches whom it may notify. */
export function toldFollowers(
  act: Act,
  reply: Post,
  { channel, mentions }: { readonly channel: Channel; readonly mentions: ReadonlySet<Id> },
): Set<Id> {
  const followers = act.world.followersOf.get(reply.root_id) ?? new Map<Id, ThreadFollower>();
  const root = act.world.posts.get(reply.root_id);
  const all = new Set([...followers].filter(([, { following }]) => following).map(([id]) => id));
  if (root !== undefined) all.add(root.user_id);
  all.delete(reply.user_id);
  return new Set(
    [...all, ...mentions].filter(
      (id) => id !== reply.user_id && (mentions.has(id) || channel.type === "D" || channel.creator_id === id),
    ),
  );
}

interface Told {
  readonly id: Id;
  readonly follower: ThreadFollower;
  readonly channel: Channel;
  readonly before: { readonly mentions: number; readonly replies: number };
  readonly isAuthor: boolean;
}

function tellThread(act: Act, root: Post, { id, follower, channel, before, isAuthor }: Told): void {
  const replies = repliesOf(act.world, root.id);
  act.emit({
    event: "thread_updated",
    data: {
      previous_unread_mentions: before.mentions,
      previous_unread_replies: before.replies,
      thread: goJson({
        id: root.id,
        reply_count: replies.length,
        last_reply_at: replies.at(-1)?.create_at ?? 0,
        last_viewed_at: follower.lastViewedAt,
        participants: participants(act, replies),
        post: withoutMetadata(root),
        unread_replies: isAuthor ? 0 : unreadReplies(act, root, { id, follower }),
        unread_mentions: isAuthor ? 0 : follower.unreadMentions,
        is_urgent: false,
        delete_at: 0,
      }),
    },
    to: { user_id: id, team_id: channel.team_id },
  });
}

/** In the order of their latest reply. */
function participants(act: Act, replies: readonly Post[]): Partial<User>[] {
  const ids = new Set<Id>();
  for (const { user_id: id } of replies) {
    ids.delete(id);
    ids.add(id);
  }
  return [...ids].flatMap((id) => {
    const user = act.world.user(id);
    return user === undefined ? [] : [othersView(user)];
  });
}

interface Unread {
  readonly id: Id;
  readonly follower: ThreadFollower;
  readonly not?: Id;
}

function unreadReplies(act: Act, root: Post, { id, follower, not }: Unread): number {
  return repliesOf(act.world, root.id).filter(
    (reply) => reply.create_at > follower.lastViewedAt && reply.user_id !== id && reply.id !== not,
  ).length;
}

function withoutMetadata(root: Post): Omit<Post, "metadata"> {
  const { metadata: _none, ...post } = jsonView({ ...root, reply_count: 0 });
  return post;
}
