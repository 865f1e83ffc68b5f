/**
 * Everything that can wake a bot, as one union. The source that received it says what it is; nothing is guessed later from the
 * names of its fields. All updates enter through `bot.handle`.
 */
import type { ChannelType, EventFrame, Id, Post, Reaction, UnixMs } from "@matterwright/protocol";
import type { Job } from "./store/work.ts";

/** Who wrote a post. A bot hears its own posts from nobody. */
export type AuthorKind = "person" | "bot" | "webhook" | "system";

/** Somebody who did something. The name is empty when the server did not tell it and it was not asked. */
export interface Author {
  readonly id: Id;
  /** Without `@`. */
  readonly username: string;
}

interface Happened {
  /** When the server told us, in Unix milliseconds of our clock. */
  readonly at: UnixMs;
  readonly channelId: Id;
  readonly user: Author;
  /** Where it was missed when it happened, and read up later: how old it was then. */
  readonly recovered?: Recovered;
}

/** Something that was missed when it happened, because the bot was away or its connection was. */
export interface Recovered {
  /** In milliseconds. */
  readonly ageMs: number;
}

/** A new post. */
export interface PostUpdate extends Happened {
  readonly kind: "post";
  readonly post: Post;
  readonly author: AuthorKind;
  readonly channelType: ChannelType;
  readonly channelName: string;
  /** Empty in direct and group messages. */
  readonly teamId: Id | "";
}

/** A post was changed; pins count as changes. */
export interface EditUpdate extends Happened {
  readonly kind: "edit";
  readonly post: Post;
  readonly author: AuthorKind;
}

/** A post was deleted; it is told as it was before. With a root post its replies went too, untold. */
export interface DeleteUpdate extends Happened {
  readonly kind: "delete";
  readonly post: Post;
  readonly author: AuthorKind;
}

export interface ReactionUpdate extends Happened {
  readonly kind: "reaction";
  readonly change: "added" | "removed";
  readonly reaction: Reaction;
}

/** Somebody came into a channel or left it; the bot itself too. */
export interface MemberUpdate extends Happened {
  readonly kind: "member";
  readonly change: "joined" | "left";
}

/** It is time for a job. Nobody asked just now: the user is the bot, and there is no channel. */
export interface TickUpdate extends Happened {
  readonly kind: "tick";
  readonly job: Job;
  /** Says that the job was cancelled, or that the bot stops: what goes on regardless counts as cut off. */
  readonly signal: AbortSignal;
}

/** Any other event of the server, as it came. */
export interface RawUpdate extends Happened {
  readonly kind: "raw";
  readonly frame: EventFrame;
}

export type Update = PostUpdate | EditUpdate | DeleteUpdate | ReactionUpdate | MemberUpdate | TickUpdate | RawUpdate;

/** `"post"`, `"edit"`, … */
export type Kind = Update["kind"];

/** The update of one kind, or of any of several. */
export type UpdateOf<K extends Kind> = Extract<Update, { readonly kind: K }>;

/**
 * The conversation that an update belongs to: a thread, or a direct message as a whole. Updates of one conversation are handled
 * in order, those of different ones at the same time.
 */
export function conversationOf(update: Update): string {
  switch (update.kind) {
    case "post":
      return update.channelType === "D" ? update.channelId : threadOf(update.post);
    case "edit":
    case "delete":
      return threadOf(update.post);
    case "reaction":
      return update.reaction.post_id;
    case "tick":
      return `job ${update.job.id}`;
    case "member":
    case "raw":
      return update.channelId;
  }
}

function threadOf(post: Post): Id {
  return post.root_id === "" ? post.id : post.root_id;
}
