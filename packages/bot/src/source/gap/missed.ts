/** What happened in a channel while nobody listened, as far as its posts tell. Pure: it is given what the server answered. */
import type { Channel, Id, Post, Reaction, UnixMs } from "@matterwright/protocol";
import type { Update } from "../../update/update.ts";
import { keyOf, postKey, stampOf } from "../key.ts";
import { authorOf } from "../post.ts";

export interface MissedFacts {
  readonly channel: Channel;
  readonly me: { readonly id: Id };
  readonly nowMs: UnixMs;
  /** What is older was handled. */
  readonly from: UnixMs;
  /** Whether an update was handled, or came already. */
  readonly isKnown: (key: string) => boolean;
}

/** The updates that rows of a channel stand for, in the order in which they happened. */
export function missedIn(rows: readonly Post[], facts: MissedFacts): Update[] {
  const updates = rows.flatMap((row) => updatesOf(row, facts));
  const news = updates.filter((update) => stampOf(update) > facts.from && !facts.isKnown(keyOf(update) ?? ""));
  return news.toSorted((one, other) => stampOf(one) - stampOf(other));
}

function updatesOf(post: Post, facts: MissedFacts): Update[] {
  // A row of an edit's history is no post.
  if (post.original_id !== "") return [];
  const { me, nowMs, from, channel, isKnown } = facts;
  const about = (at: UnixMs, userId: Id): Pick<Update, "at" | "channelId" | "user" | "recovered"> => ({
    at: nowMs,
    channelId: channel.id,
    user: { id: userId, username: "" },
    recovered: { ageMs: Math.max(0, nowMs - at) },
  });
  const isNew = post.create_at > from && !isKnown(postKey(post.id));
  const reactions = (post.metadata?.reactions ?? [])
    .filter((reaction) => reaction.user_id !== me.id && reaction.create_at > from)
    .map((reaction: Reaction): Update => {
      const added = { kind: "reaction", change: "added", reaction } as const;
      return Object.assign(added, about(reaction.create_at, reaction.user_id));
    });
  if (post.user_id === me.id) return reactions;
  const author = authorOf(post);
  if (post.delete_at > 0)
    return isNew ? [] : [{ kind: "delete", post, author, ...about(post.delete_at, post.user_id) }];
  if (!isNew)
    return post.edit_at > from
      ? [{ kind: "edit", post, author, ...about(post.edit_at, post.user_id) }, ...reactions]
      : reactions;
  const said: Update = {
    kind: "post",
    post,
    author,
    channelType: channel.type,
    channelName: channel.name,
    teamId: channel.team_id,
    ...about(post.create_at, post.user_id),
  };
  return [said, ...reactions];
}
