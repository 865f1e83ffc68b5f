/**
 * Everything that can wake a bot, as one union. The source that received it says what it is; nothing is guessed later from the
 * names of its fields. All updates enter through `bot.handle`.
 */
import type { ChannelType, EventFrame, Id, Post, Reaction, UnixMs } from "@matterwright/protocol";
import type { Answering } from "./answering.ts";
import type { Job } from "../store/work.ts";

/** Who wrote a post. Its own, `self`, a bot hears of only where somebody listens for `own`. */
export type AuthorKind = "person" | "bot" | "webhook" | "system" | "self";

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
  /** Of a post that an outgoing webhook told of: replies go this way, and are no posts of the bot's own. */
  readonly answering?: Answering;
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

/** What came over HTTP and may wait for its answer. */
interface Called extends Happened {
  /** Nothing where nobody waits: a choice that was made by a reaction. */
  readonly answering: Answering | undefined;
}

/** Somebody ran a slash command of this bot. */
export interface SlashUpdate extends Called {
  readonly kind: "slash";
  /** Without the slash, in lower case. */
  readonly trigger: string;
  /** What stood behind the trigger. */
  readonly text: string;
  /** Of the thread in which it was run; empty outside threads. */
  readonly rootId: Id | "";
  readonly channelName: string;
  /** Empty in direct and group messages. */
  readonly teamId: Id | "";
  /** Whether it was run in a direct message with the bot. */
  readonly isDirect: boolean;
  /** Opens a dialog, for half a minute. */
  readonly triggerId: string;
}

/** Somebody clicked a button of this bot, or chose from a menu. */
export interface ClickUpdate extends Called {
  readonly kind: "click";
  /** Of the button or menu, as its author called it. */
  readonly name: string;
  /** What was sealed into it. */
  readonly carried: unknown;
  /** What was chosen, of a menu. */
  readonly choice?: string;
  readonly postId: Id;
  /** Of the thread in which the post stands, or that it would open. */
  readonly rootId: Id;
  readonly teamId: Id | "";
  /** Opens a dialog, for half a minute. Empty where no dialog can be opened. */
  readonly triggerId: string;
}

/** Somebody submitted a dialog of this bot, or closed it. */
export interface SubmitUpdate extends Called {
  readonly kind: "submit";
  /** Of the dialog, as its author called it. */
  readonly name: string;
  /** What was sealed into it. */
  readonly carried: unknown;
  /** By the names of the fields. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly isCancelled: boolean;
  readonly teamId: Id | "";
}

/** Somebody called a hook of this bot. The user is the bot, and there is no channel. */
export interface HookUpdate extends Called {
  readonly kind: "hook";
  /** The path of the hook below the door's base: `/deployed`. */
  readonly name: string;
  readonly method: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As the hook's schema left it. */
  readonly body: unknown;
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

/** Every kind of update by its name. */
interface Updates {
  readonly post: PostUpdate;
  readonly edit: EditUpdate;
  readonly delete: DeleteUpdate;
  readonly reaction: ReactionUpdate;
  readonly member: MemberUpdate;
  readonly slash: SlashUpdate;
  readonly click: ClickUpdate;
  readonly submit: SubmitUpdate;
  readonly hook: HookUpdate;
  readonly tick: TickUpdate;
  readonly raw: RawUpdate;
}

/** `"post"`, `"edit"`, … */
export type Kind = keyof Updates;

/** The update of one kind, or of any of several. */
export type UpdateOf<K extends Kind> = Updates[K];

export type Update = UpdateOf<Kind>;

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
    case "slash":
    case "submit":
      return `${update.kind} ${update.user.id} ${update.channelId}`;
    case "click":
      return update.postId;
    case "hook":
      return `hook ${update.name}`;
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
