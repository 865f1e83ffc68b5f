/** What a bot can do in a conversation: write, edit, react. Long texts become several posts; each is sent once. */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import { type Attachment, type Channel, type Id, type Post, type PostProps, isId } from "@matterwright/protocol";
import { UserError } from "./errors.ts";
import type { People } from "./people.ts";
import { splitText } from "./text/split.ts";

/** More than a text. */
export interface MessageOptions {
  /** Cards under the text. */
  readonly attachments?: readonly Attachment[];
  readonly props?: PostProps;
  /** Ids of uploaded files, ten at most. */
  readonly fileIds?: readonly Id[];
}

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
  readonly me: { readonly id: Id };
}

export class Verbs {
  readonly #parts: VerbParts;
  #sent = 0;

  constructor(parts: VerbParts) {
    this.#parts = parts;
  }

  /**
   * Writes to a place. A text over the server's limit becomes several posts, whose code fences are closed and opened again;
   * cards and files go with the last of them. Resolves with the first post.
   *
   * @throws CallError when the server refuses.
   */
  async write({ channelId, rootId }: Place, text: string, options: MessageOptions = {}): Promise<Post> {
    const parts = splitText(text);
    const posts: Post[] = [];
    for (const [index, message] of parts.entries()) {
      const isLast = index === parts.length - 1;
      posts.push(await this.#post({ channelId, rootId }, message, isLast ? options : {}));
    }
    return posts[0] as Post;
  }

  /** Where a name leads: `"~ops"`, `"@ann"`, or a channel's id. @throws UserError when there is no such place. */
  async place(name: string, teamId: Id | ""): Promise<Channel> {
    const { people, me } = this.#parts;
    if (name.startsWith("@")) {
      const user = await people
        .userNamed(name.slice(1).toLowerCase())
        .catch(missing(`There is nobody called ${name}.`));
      return people.direct(me.id, user.id);
    }
    const bare = name.replace(/^~/, "");
    if (!name.startsWith("~") && isId(bare)) return people.channel(bare);
    const teams = teamId === "" ? (await people.myTeams()).map((team) => team.id) : [teamId];
    for (const id of teams) {
      const channel = await people.channelNamed(id, bare.toLowerCase()).catch(() => undefined);
      if (channel !== undefined) return channel;
    }
    throw new UserError(`There is no channel called ~${bare}, or I am not allowed to see it.`);
  }

  #post({ channelId, rootId }: Place, message: string, { attachments, props, fileIds }: MessageOptions): Promise<Post> {
    const { rest, me, clock } = this.#parts;
    const all: PostProps = { ...props, ...(attachments === undefined ? {} : { attachments: [...attachments] }) };
    return rest.posts.create({
      channel_id: channelId,
      message,
      // The server answers a second try within 30 s with the first post.
      pending_post_id: `${me.id}:${clock.now()}.${++this.#sent}`,
      ...(rootId === "" ? {} : { root_id: rootId }),
      ...(Object.keys(all).length === 0 ? {} : { props: all }),
      ...(fileIds === undefined ? {} : { file_ids: fileIds }),
    });
  }
}

function missing(sentence: string): () => never {
  return () => {
    throw new UserError(sentence);
  };
}
