/**
 * Everything the page knows, and who is told when it changes. Changed by `chat.ts` and `events.ts`, read by the view; it asks no
 * server and touches no element.
 */
import type { Channel, Dialog, Id, Post, Team, User } from "@matterwright/protocol";

/** How the line to the server is. */
export type Link = "connecting" | "live" | "down";

/** The two places where posts are shown. */
export type Pane = "channel" | "thread";

/** A post in one of the panes: the one being edited, or the one that is given a reaction. */
export interface Spot {
  readonly pane: Pane;
  readonly postId: Id;
}

export interface Typist {
  readonly userId: Id;
  readonly channelId: Id;
  readonly rootId: Id | "";
  readonly untilMs: number;
}

export type DialogValues = Readonly<Record<string, unknown>>;

/** A dialog as the server opens it. */
export interface OpenDialog {
  readonly triggerId: string;
  readonly url: string;
  readonly dialog: Dialog;
  /** What was filled in when it was made anew. */
  readonly values?: DialogValues;
}

export class State {
  me: User | undefined;
  team: Team | undefined;
  readonly channels = new Map<Id, Channel>();
  readonly users = new Map<Id, User>();
  /** Posts that are alive, replies and ephemeral ones too. */
  readonly posts = new Map<Id, Post>();
  /** The oldest post of a channel that was loaded page by page; `""` when there is nothing before it. */
  readonly earliest = new Map<Id, Id | "">();
  readonly unread = new Set<Id>();
  typists: readonly Typist[] = [];
  channelId: Id | undefined;
  threadId: Id | undefined;
  editing: Spot | undefined;
  picking: Spot | undefined;
  /** What a bot asks of this person. */
  dialog: OpenDialog | undefined;
  link: Link = "connecting";
  /** What went wrong, for people. */
  trouble: string | undefined;
  readonly #listeners = new Set<() => void>();
  #isTelling = false;

  get channel(): Channel | undefined {
    return this.channels.get(this.channelId ?? "");
  }

  /** Posts that stand in the channel itself, oldest first. */
  rootsOf(channelId: Id): Post[] {
    return this.#sorted((post) => post.channel_id === channelId && post.root_id === "");
  }

  /** What was answered in a thread, oldest first, without the root. */
  repliesTo(rootId: Id): Post[] {
    return this.#sorted((post) => post.root_id === rootId);
  }

  /** The other one of a direct message. */
  otherOf(channel: Channel): User | undefined {
    const other = channel.name.split("__").find((id) => id !== this.me?.id) ?? this.me?.id;
    return this.users.get(other ?? "");
  }

  directWith(userId: Id): Channel | undefined {
    return [...this.channels.values()].find(({ type, name }) => {
      const ids = name.split("__");
      return type === "D" && ids.includes(userId) && (userId === this.me?.id || ids.includes(this.me?.id ?? ""));
    });
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Tells the listeners, once for all changes of one turn. */
  changed(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      for (const listener of this.#listeners) listener();
    });
  }

  #sorted(isWanted: (post: Post) => boolean): Post[] {
    return [...this.posts.values()].filter(isWanted).toSorted((a, b) => a.create_at - b.create_at);
  }
}

/** Whether the two mean the same place. */
export function isSpot(spot: Spot | undefined, pane: Pane, postId: Id): boolean {
  return spot?.pane === pane && spot.postId === postId;
}
