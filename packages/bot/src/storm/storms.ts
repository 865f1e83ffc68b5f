/**
 * Keeps a bot from answering for ever: a place in which it answers too much is muted for a while, and somebody is told. Where one plugin
 * does it, that plugin alone is, and the others go on. Contexts ask before each answer, the bot before it takes an update in.
 */
import type { Id, UnixMs } from "@matterwright/protocol";
import { StormError } from "../errors.ts";
import type { Log } from "../log/log.ts";
import type { Update } from "../update/update.ts";
import { StormBreaker } from "./breaker.ts";

export interface StormOptions {
  /** The most answers within a minute in one thread, or outside threads in one channel to one account; 60 by default. */
  readonly repliesPerMinute?: number;
  /** How long the bot is then silent there, in milliseconds; ten minutes by default. */
  readonly muteMs?: number;
}

/** A place in which the bot is silent for a while. */
export interface Muted {
  readonly channelId: Id;
  /** The root post of the thread; empty for answers to one account outside threads. */
  readonly rootId: Id | "";
  /** Whom the bot answered last. */
  readonly userId: Id;
  /** The plugin that answered too often and is silent; empty where it was none, and the bot is. */
  readonly plugin: string;
  /** The answers within a minute that were too many. */
  readonly repliesPerMinute: number;
  readonly until: UnixMs;
}

export interface StormParts {
  readonly options: StormOptions | undefined;
  readonly log: Log;
  readonly now: () => UnixMs;
  /** Tells somebody who can do something about it. Never throws. */
  readonly tell: (muted: Muted) => void;
}

const REPLIES_PER_MINUTE = 60;
const MUTE_MS = 600_000;

export class Storms {
  readonly #parts: StormParts;
  readonly #repliesPerMinute: number;
  readonly #muteMs: number;
  readonly #breaker: StormBreaker;
  readonly #muted = new Map<string, Muted>();

  constructor(parts: StormParts) {
    this.#parts = parts;
    this.#repliesPerMinute = parts.options?.repliesPerMinute ?? REPLIES_PER_MINUTE;
    this.#muteMs = parts.options?.muteMs ?? MUTE_MS;
    this.#breaker = new StormBreaker(this.#repliesPerMinute);
  }

  /** Places in which the bot is silent now. */
  get muted(): readonly Muted[] {
    for (const place of this.#muted.keys()) this.#isMuted(place);
    return [...this.#muted.values()];
  }

  /** Lets the bot speak again in all places of a channel, or in one thread of it. Returns whether it was silent there. */
  unmute(channelId: Id, rootId?: Id): boolean {
    const before = this.#muted.size;
    for (const [place, muted] of this.#muted) {
      if (muted.channelId === channelId && (rootId ?? muted.rootId) === muted.rootId) this.#muted.delete(place);
    }
    return this.#muted.size < before;
  }

  /** Whether the bot shall not hear this, because it may not answer. */
  silences(update: Update): boolean {
    if (this.#muted.size === 0) return false;
    return this.#isMuted(placeOf(update, "post" in update ? update.post.root_id : ""));
  }

  /**
   * Before an answer to an update, in a thread or (with an empty root) outside.
   *
   * @param by what handles the update, as the log names it: `shop command basket`
   * @throws StormError when it is one too many
   */
  admit(update: Update, rootId: Id | "", by = ""): void {
    // Whoever called over HTTP is answered there: that is said in no place.
    if (update.kind === "hook") return;
    const plugin = pluginIn(by);
    const place = `${placeOf(update, rootId)}${plugin === "" ? "" : ` ${plugin}`}`;
    if (!this.#isMuted(place)) {
      if (!this.#breaker.isOneTooMany(place, this.#parts.now())) return;
      this.#mute(place, update, { rootId, plugin });
    }
    const most = this.#repliesPerMinute;
    throw new StormError(`not sent: there were ${most} answers within a minute in this place, which looks like a loop`);
  }

  #mute(place: string, { channelId, user }: Update, where: Pick<Muted, "rootId" | "plugin">): void {
    const until = this.#parts.now() + this.#muteMs;
    const muted = { channelId, ...where, userId: user.id, repliesPerMinute: this.#repliesPerMinute, until };
    // Places that nobody looks at any more are forgotten when another comes.
    for (const other of this.#muted.keys()) this.#isMuted(other);
    this.#muted.set(place, muted);
    this.#parts.log.warn({ ...muted, user: user.username }, "answered too often in one place, and falls silent there");
    this.#parts.tell(muted);
  }

  #isMuted(place: string): boolean {
    const muted = this.#muted.get(place);
    if (muted === undefined) return false;
    if (this.#parts.now() < muted.until) return true;
    this.#muted.delete(place);
    return false;
  }
}

const BY_PLUGIN = /^(?!bot )(\S+) (?:command|on|hears|click|submit|slash|lookup)\b/;

/** `shop` of `shop hears /x/`; nothing where it was the program itself. */
function pluginIn(by: string): string {
  return BY_PLUGIN.exec(by)?.[1] ?? "";
}

/** Threads are places; outside them, so is a channel with one account in it, so that nobody is silenced by the noise of others. */
function placeOf(update: Update, rootId: Id | ""): string {
  if (rootId !== "") return rootId;
  return `${update.channelId} ${update.user.id} ${"author" in update ? update.author : "person"}`;
}
