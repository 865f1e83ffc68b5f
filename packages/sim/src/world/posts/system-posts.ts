/** The server's own posts: somebody joined, a header changed. They count as no message and have no `remote_id`. */
import type { Channel, Id, Post, User } from "@matterwright/protocol";
import { sorted } from "../../json.ts";
import type { Act } from "../act.ts";
import { tellPosted } from "./posted-event.ts";
import { storePost } from "./post-store.ts";

interface SystemPost {
  readonly type: string;
  readonly message: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly mentions?: readonly Id[];
  /** The team that the event names, where it is not the channel's. */
  readonly eventTeamId?: Id | "";
}

/** Stores a post of the system in the name of `author` and lets the channel hear it. */
export function systemPost(act: Act, channel: Channel, author: User, said: SystemPost): Post {
  const post: Post = {
    id: act.newId(),
    create_at: act.now,
    update_at: act.now,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    user_id: author.id,
    channel_id: channel.id,
    root_id: "",
    original_id: "",
    message: said.message,
    type: said.type as Post["type"],
    props: sorted({ ...said.props, ...(author.is_bot === true ? { from_bot: "true" } : {}) }),
    hashtags: "",
    file_ids: [],
    pending_post_id: "",
    reply_count: 0,
    last_reply_at: 0,
    participants: null,
    metadata: {},
  };
  storePost(act, channel, post);
  const mentions = new Set(said.mentions ?? (channel.type === "D" ? otherOf(act, channel, author.id) : []));
  tellPosted(act, post, {
    channel: said.eventTeamId === undefined ? channel : { ...channel, team_id: said.eventTeamId },
    author,
    mentions,
    followers: new Set(),
    setOnline: true,
  });
  for (const mentioned of mentions) {
    const member = act.world.channelMembers.get(channel.id)?.get(mentioned);
    if (member !== undefined)
      Object.assign(member, {
        mention_count: member.mention_count + 1,
        mention_count_root: member.mention_count_root + 1,
      });
  }
  return post;
}

function otherOf(act: Act, channel: Channel, userId: Id): Id[] {
  return [...(act.world.channelMembers.get(channel.id)?.keys() ?? [])].filter((id) => id !== userId);
}
