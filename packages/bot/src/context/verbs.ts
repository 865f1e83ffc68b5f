/** What a bot can do in a conversation: write, edit, react. Long texts become several posts; each is sent once. */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import {
  type Attachment,
  type Channel,
  type Id,
  type NewPost,
  POST_MAX_FILES,
  type Post,
  type PostProps,
} from "@matterwright/protocol";
import type { Action, Drawn } from "../update/actions.ts";
import type { People } from "../people/people.ts";
import { placeNamed } from "../people/place.ts";
import type { Transaction } from "../store/transaction.ts";
import { isThreadLost, outsideThread } from "../text/lost-thread.ts";
import { LONG_TEXT_FILE, leadOf, partsOf } from "../text/lead.ts";

export type MarkedPost = NewPost & { readonly pending_post_id: string };

/** More than a text. */
export interface MessageOptions {
  /** Cards under the text. */
  readonly attachments?: readonly Attachment[];
  readonly props?: PostProps;
  /** Buttons and menus under the text: `[yes("Approve", { ticket })]`. */
  readonly actions?: readonly Action[];
  /** Ids of uploaded files, ten at most. */
  readonly fileIds?: readonly Id[];
  /** An answer to a slash command is for everybody in the channel, in the name of who ran it; by default only that person sees it. */
  readonly inChannel?: boolean;
  /** With an answer to a slash command: an address, or a path of the server, that the person's client goes to. */
  readonly gotoLocation?: string;
  /** Written down first, and sent once, whatever happens to the program: by default in what time wakes (`tick`), as jobs, only. */
  readonly durable?: boolean;
}

export type DurableOptions = MessageOptions & { readonly durable: true };
export type DirectOptions = MessageOptions & { readonly durable: false };
/** Durable or direct, as what woke the bot has it. */
export type UsualOptions = MessageOptions & { readonly durable?: never };

/** A place to write to. */
export interface Place {
  readonly channelId: Id;
  /** The root post of the thread, or `""` for the channel itself. */
  readonly rootId: Id | "";
}

export interface VerbParts {
  readonly rest: Rest;
  readonly people: People;
  readonly clock: Clock;
  readonly random: () => number;
  readonly me: { readonly id: Id };
  /** A text of more posts than this becomes a file; 5 by default. */
  readonly fileAfterParts?: number | undefined;
}

const FILE_AFTER_PARTS = 5;
/** As many posts are made of a text whose file the server does not take. */
const PARTS_WITHOUT_FILE = 20;

export class Verbs {
  readonly #parts: VerbParts;
  #sent = 0;

  constructor(parts: VerbParts) {
    this.#parts = parts;
  }

  /**
   * Writes to a place. A text over the server's limit becomes several posts, each of which reads well alone; one of too many posts
   * becomes a file with a short lead. Cards and files go with the last, which is told to `sent`. Resolves with the first post.
   *
   * @throws CallError when the server refuses.
   */
  async write(place: Place, text: string, options: MessageOptions = {}, sent?: Drawn["sent"]): Promise<Post> {
    let [first, last]: Post[] = [];
    for (const post of await this.compose(place, text, options)) {
      last = await this.#create(first?.root_id === "" ? { ...post, root_id: "" } : post);
      first ??= last;
    }
    await sent?.(last as Post);
    return first as Post;
  }

  /** Says it outside the thread when that is gone. */
  async #create(post: MarkedPost): Promise<Post> {
    const { posts } = this.#parts.rest;
    try {
      return await posts.create(post);
    } catch (error) {
      if (!isThreadLost(error, post)) throw error;
      return posts.create(outsideThread(post));
    }
  }

  /** Posts as something to be written in a transaction: what writes it hands them to the outbox, in order. */
  queued(place: Place, posts: readonly MarkedPost[]): (tx: Transaction) => Promise<void> {
    const queue = place.rootId === "" ? place.channelId : place.rootId;
    return async (tx) => {
      for (const post of posts) await tx.outbox.add({ intent: { kind: "post", post }, queue, owner: "bot" });
    };
  }

  /** Where a name leads: `"~ops"`, `"~north/ops"`, `"@ann"`, or a channel's id. @throws UserError when there is no such place, or more than one. */
  async place(name: string, teamId: Id | ""): Promise<Channel> {
    const { people, me } = this.#parts;
    return placeNamed(name, { people, me, teamId });
  }

  /** The posts that a text becomes: at once, unless a file has to be uploaded first. @throws CallError. */
  compose(place: Place, text: string, options: MessageOptions = {}): MarkedPost[] | Promise<MarkedPost[]> {
    const parts = partsOf(text, this.#parts.fileAfterParts ?? FILE_AFTER_PARTS);
    return parts === undefined ? this.#withFile(place, text, options) : this.#posts(place, parts, options);
  }

  /** Where files cannot be uploaded, many posts are better than a text that is lost. */
  async #withFile(place: Place, text: string, options: MessageOptions): Promise<MarkedPost[]> {
    const { files } = this.#parts.rest;
    const { fileIds = [] } = options;
    try {
      const file = await files.upload({ channel: place.channelId, name: LONG_TEXT_FILE, content: text });
      const withIt = [file.id, ...fileIds];
      if (withIt.length <= POST_MAX_FILES) return this.#posts(place, [leadOf(text)], { ...options, fileIds: withIt });
      return [...this.#posts(place, [leadOf(text)], { fileIds: [file.id] }), ...this.#posts(place, [""], options)];
    } catch (error) {
      const parts = partsOf(text, PARTS_WITHOUT_FILE);
      if (parts === undefined) throw error;
      return this.#posts(place, parts, options);
    }
  }

  /** One post for each text. Cards and files go with the last. */
  #posts({ channelId, rootId }: Place, texts: readonly string[], options: MessageOptions): MarkedPost[] {
    const posts = texts.map((message): MarkedPost => {
      const post = { channel_id: channelId, message, pending_post_id: this.#newMark() };
      return rootId === "" ? post : Object.assign(post, { root_id: rootId });
    });
    Object.assign(posts.at(-1) ?? {}, extras(options));
    return posts;
  }

  /** The server answers a second try of the same mark within 30 s with the first post. */
  #newMark(): string {
    const { me, clock, random } = this.#parts;
    return `${me.id}:${clock.now()}.${++this.#sent}.${Math.floor(random() * 2 ** 32).toString(36)}`;
  }
}

function extras({ attachments, props, fileIds }: MessageOptions): Partial<NewPost> {
  const all: PostProps = { ...props, ...(attachments === undefined ? {} : { attachments: [...attachments] }) };
  return {
    ...(Object.keys(all).length === 0 ? {} : { props: all }),
    ...(fileIds === undefined ? {} : { file_ids: fileIds }),
  };
}
