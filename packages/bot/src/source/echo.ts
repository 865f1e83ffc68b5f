/**
 * Whether the bot still hears: what it posts comes back to it over the socket. A line that brings nothing back may look alive in
 * every other way, so it is given up for a new one. Told of posts, echoes and the link; it knows nothing of sockets or REST.
 */
import type { Clock, Timer } from "@matterwright/clock";
import type { Id, Post } from "@matterwright/protocol";
import type { Made } from "./own-posts.ts";
import { Seen } from "./seen.ts";

/** The first wait for an echo; it doubles with every line that was given up for nothing. */
const PATIENCE_MS = 15_000;
const PATIENCE_MOST_MS = 600_000;
/** Echoes are often faster than the answer to the post. */
const REMEMBERED = 1_000;
/** Lines in a row that brought nothing back: the second says that a new line is no remedy. */
const DEAF_AFTER = 2;

export interface EchoParts {
  readonly clock: Clock;
  /** Whether the bot hears what is said in a channel: where it is no member, it hears nothing, not even itself. */
  readonly isHearing: (channelId: Id) => Promise<boolean>;
  /** Makes a new line. */
  readonly renew: (reason: string) => void;
}

/** For a status: a line that brings nothing back is as bad as none. */
export const DEAF = "the bot's own posts do not come back";

export class EchoWatch {
  readonly #parts: EchoParts;
  readonly #heard = new Seen(REMEMBERED);
  #isLive = false;
  /** Counts the lines. */
  #line = 0;
  /** One post is enough to know. */
  #awaited: { readonly post: Post; readonly timer: Timer } | undefined;
  #misses = 0;

  constructor(parts: EchoParts) {
    this.#parts = parts;
  }

  /** Whether even a new line brought nothing back. */
  get isDeaf(): boolean {
    return this.#misses >= DEAF_AFTER;
  }

  /** The link came about or ended. What was posted on another line need not come back on this one. */
  linkChanged(isLive: boolean): void {
    this.#isLive = isLive;
    this.#line++;
    this.#forget();
  }

  /** The bot is about to post. What is returned wants to know the post when the server has taken it. */
  posting(): Made | undefined {
    const line = this.#line;
    return this.#isLive ? (post) => this.#line === line && this.#await(post) : undefined;
  }

  /** A post of the bot's came over the socket. */
  heard(postId: Id): void {
    this.#heard.first(postId);
    this.#misses = 0;
    if (this.#awaited?.post.id === postId) this.#forget();
  }

  stop(): void {
    this.linkChanged(false);
  }

  #await(post: Post): void {
    // One that the server had taken before, and only names again, has come back before.
    if (this.#awaited !== undefined || post.pending_post_id === "" || this.#heard.has(post.id)) return;
    const patienceMs = Math.min(PATIENCE_MS * 2 ** this.#misses, PATIENCE_MOST_MS);
    this.#awaited = { post, timer: this.#parts.clock.after(patienceMs, () => void this.#missed(post)) };
  }

  async #missed(post: Post): Promise<void> {
    // Unsure counts as not: a line is not cut for a channel that cannot be asked about.
    const isHearing = await this.#parts.isHearing(post.channel_id).catch(() => false);
    if (this.#awaited?.post !== post) return;
    this.#forget();
    if (!isHearing) return;
    this.#misses++;
    this.#parts.renew(DEAF);
  }

  #forget(): void {
    this.#awaited?.timer.cancel();
    this.#awaited = undefined;
  }
}
