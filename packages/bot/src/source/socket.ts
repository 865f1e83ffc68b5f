/**
 * Makes updates of the server's events. It drops what the bot did itself and what came already, and counts what it cannot read;
 * it never throws and never waits.
 */
import { type ChannelType, type EventFrame, type Id, type Post, type Reaction, isId } from "@matterwright/protocol";
import type { Update } from "../update/update.ts";
import { keyOf } from "./key.ts";
import { authorOf } from "./post.ts";
import type { Seen } from "./seen.ts";

export interface SocketSourceOptions {
  readonly me: { readonly id: Id };
  now(): number;
  /** What came already, by any way. */
  readonly seen: Seen;
  onUpdate(update: Update): void;
  /** A post of the bot's own, which is no update. */
  onOwn(post: Post): void;
  /** Whether somebody wants to hear of these all the same. */
  hearsOwn(): boolean;
  /** An event that could not be read, with what is wrong with it. */
  onRefused(reason: string): void;
}

/** Reads the events of one bot's socket. */
export class SocketSource {
  readonly #options: SocketSourceOptions;

  constructor(options: SocketSourceOptions) {
    this.#options = options;
  }

  /** One frame. */
  read(frame: EventFrame): void {
    try {
      const update = this.#update(frame);
      if (update !== undefined && this.#isNew(update)) this.#options.onUpdate(update);
    } catch (error) {
      this.#options.onRefused(`${frame.event}: ${error instanceof Unreadable ? error.message : "unreadable"}`);
    }
  }

  #update(frame: EventFrame): Update | undefined {
    const at = this.#options.now();
    switch (frame.event) {
      case "posted":
        return this.#posted(frame, at);
      case "post_edited":
      case "post_deleted":
        return this.#changed(frame, at);
      case "reaction_added":
      case "reaction_removed":
        return this.#reaction(frame, at);
      case "user_added":
      case "user_removed":
        return this.#member(frame, at);
      default:
        return {
          kind: "raw",
          at,
          frame,
          channelId: frame.broadcast.channel_id,
          user: { id: frame.broadcast.user_id, username: "" },
        };
    }
  }

  #isNew(update: Update): boolean {
    const key = keyOf(update);
    return key === undefined || this.#options.seen.first(key);
  }

  #posted({ data }: EventFrame, at: number): Update | undefined {
    const post = readPost(data["post"]);
    if (post.user_id === this.#options.me.id) {
      this.#options.onOwn(post);
      if (!this.#options.hearsOwn()) return undefined;
    }
    const author = post.user_id === this.#options.me.id ? "self" : authorOf(post);
    const sender = typeof data["sender_name"] === "string" ? data["sender_name"] : "";
    return {
      kind: "post",
      at,
      post,
      author,
      channelId: post.channel_id,
      channelType: typeof data["channel_type"] === "string" ? (data["channel_type"] as ChannelType) : "O",
      channelName: typeof data["channel_name"] === "string" ? data["channel_name"] : "",
      teamId: typeof data["team_id"] === "string" ? data["team_id"] : "",
      // A webhook's name is what it calls itself; a system post's is "System".
      user: { id: post.user_id, username: author !== "webhook" && author !== "system" ? sender.replace(/^@/, "") : "" },
    };
  }

  #changed({ event, data }: EventFrame, at: number): Update | undefined {
    const post = readPost(data["post"]);
    if (post.user_id === this.#options.me.id) return undefined;
    const kind = event === "post_edited" ? "edit" : "delete";
    return {
      kind,
      at,
      post,
      author: authorOf(post),
      channelId: post.channel_id,
      user: { id: post.user_id, username: "" },
    };
  }

  #reaction({ event, data, broadcast }: EventFrame, at: number): Update | undefined {
    const reaction = readJson(data["reaction"], "reaction") as Partial<Reaction>;
    const { user_id: userId, post_id: postId, emoji_name: emoji } = reaction;
    if (!isText(userId) || !isText(postId) || !isText(emoji))
      throw new Unreadable("a reaction without user, post or name");
    if (userId === this.#options.me.id) return undefined;
    const change = event === "reaction_added" ? "added" : "removed";
    const user = { id: userId, username: "" };
    return { kind: "reaction", at, change, reaction: reaction as Reaction, channelId: broadcast.channel_id, user };
  }

  /** The added user's channel is in the broadcast only; the removed user's own copy has it in the data. */
  #member({ event, data, broadcast }: EventFrame, at: number): Update {
    const channelId = isText(data["channel_id"]) ? data["channel_id"] : broadcast.channel_id;
    const userId = isText(data["user_id"]) ? data["user_id"] : broadcast.user_id;
    if (!isId(channelId) || !isId(userId)) throw new Unreadable("no channel or no user");
    return {
      kind: "member",
      at,
      change: event === "user_added" ? "joined" : "left",
      channelId,
      user: { id: userId, username: "" },
    };
  }
}

class Unreadable extends Error {}

function readPost(text: unknown): Post {
  const post = readJson(text, "post") as Partial<Post>;
  if (
    !isText(post.id) ||
    !isText(post.channel_id) ||
    typeof post.message !== "string" ||
    typeof post.user_id !== "string"
  ) {
    throw new Unreadable("a post without id, channel, author or message");
  }
  return {
    ...(post as Post),
    root_id: post.root_id ?? "",
    props: isRecord(post.props) ? post.props : {},
    type: post.type ?? "",
    create_at: numberOf(post.create_at),
    update_at: numberOf(post.update_at),
    edit_at: numberOf(post.edit_at),
    delete_at: numberOf(post.delete_at),
  };
}

/** A stamp that is none is the beginning of time. */
function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function readJson(text: unknown, name: string): Record<string, unknown> {
  if (typeof text !== "string") throw new Unreadable(`no ${name}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Unreadable(`a ${name} that is not JSON`);
  }
  if (!isRecord(value)) throw new Unreadable(`a ${name} that is no object`);
  return value;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
