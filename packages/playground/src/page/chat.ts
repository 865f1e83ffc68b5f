/**
 * What somebody can do on the page: each deed asks the server and takes in its answer. Called by the view; it owns the socket, and
 * touches no element.
 */
import type { EventFrame, FileInfo, Id, Post, PostList, User } from "@matterwright/protocol";
import { Api, ApiError } from "./api.ts";
import { applyEvent, dropPost, keepPosts, posted } from "./events.ts";
import { Interactions } from "./interactions.ts";
import { addressOf } from "./names.ts";
import { EventSocket } from "./socket.ts";
import type { Link, State } from "./state.ts";

export interface ChatEvents {
  /** The session ended: by logging out, or because the server no longer knows it. */
  left(reason: string | undefined): void;
  /** Somebody else wrote where one can see it. */
  heard(post: Post): void;
}

/** What somebody has written. */
export interface Written {
  readonly message: string;
  readonly rootId: Id | "";
  readonly files: readonly FileInfo[];
}

export class Chat {
  readonly state: State;
  /** Buttons, menus, dialogs and slash commands. */
  readonly interactions: Interactions;
  readonly #api: Api;
  readonly #events: ChatEvents;
  readonly #socket: EventSocket;
  #wasLive = false;

  constructor(token: string, state: State, events: ChatEvents) {
    this.state = state;
    this.#api = new Api(token);
    this.#events = events;
    this.interactions = new Interactions({ api: this.#api, state, guarded: (deed) => this.#guarded(deed) });
    this.#socket = new EventSocket(token, {
      event: (frame) => void this.#guarded(() => this.#take(frame)),
      link: (link) => void this.#guarded(() => this.#linked(link)),
    });
  }

  /** Learns who is here and what there is. @throws ApiError when the token is no good. */
  async start(): Promise<void> {
    const { state } = this;
    state.me = await this.#api.me();
    state.users.set(state.me.id, state.me);
    await this.#loadTown();
    this.#socket.start();
  }

  /** Goes to the place that an address names, or to the first there is. */
  openAddress(address: string): Promise<void> {
    return this.#guarded(async () => {
      const { state } = this;
      const name = placeIn(address);
      const user = [...state.users.values()].find(({ username }) => `@${username}` === name);
      if (user !== undefined) return this.#openDirect(user.id);
      const channels = [...state.channels.values()];
      const first = channels.find((channel) => channel.name === "town-square") ?? channels[0];
      const wanted = channels.find((channel) => channel.name === name) ?? first;
      if (wanted !== undefined) await this.#open(wanted.id);
    });
  }

  /** The address of a person or a channel. */
  addressOf(channelId: Id): string {
    const channel = this.state.channels.get(channelId);
    return channel === undefined ? "#/" : addressOf(this.state, channel);
  }

  loadEarlier(): Promise<void> {
    return this.#guarded(async () => {
      const { channelId = "" } = this.state;
      const before = this.state.earliest.get(channelId);
      if (before !== undefined && before !== "") await this.#loadPosts(channelId, before);
    });
  }

  openThread(rootId: Id | undefined): Promise<void> {
    return this.#guarded(async () => {
      this.#set({ threadId: rootId, picking: undefined, editing: undefined });
      if (rootId === undefined) return;
      await this.#keep(await this.#api.thread(rootId));
    });
  }

  /** Writes a message, or runs it when it is a slash command. @returns whether the server took it */
  async write({ message, rootId, files }: Written): Promise<boolean> {
    const { channelId, me } = this.state;
    if (channelId === undefined || me === undefined) return false;
    let isTaken = false;
    await this.#guarded(async () => {
      if (message.startsWith("/") && files.length === 0) await this.interactions.run(message, rootId);
      else {
        const pending = `${me.id}:${Date.now()}`;
        const ids = files.map(({ id }) => id);
        const post = { channel_id: channelId, message, root_id: rootId, file_ids: ids, pending_post_id: pending };
        posted(this.state, await this.#api.write(post));
      }
      isTaken = true;
      this.#set({ trouble: undefined });
    });
    return isTaken;
  }

  /** Hands a file in, to be sent with the next message. */
  async upload(file: File): Promise<FileInfo | undefined> {
    const { channelId = "" } = this.state;
    let info: FileInfo | undefined;
    await this.#guarded(async () => {
      info = await this.#api.upload(channelId, file);
    });
    return info;
  }

  edit(postId: Id, message: string): Promise<void> {
    return this.#guarded(async () => {
      const post = await this.#api.edit(postId, message);
      keepPosts(this.state, { posts: { [post.id]: post }, order: [post.id] });
      this.#set({ editing: undefined });
    });
  }

  delete(post: Post): Promise<void> {
    return this.#guarded(async () => {
      await this.#api.delete(post.id);
      dropPost(this.state, post);
      this.#set({});
    });
  }

  /** Adds one's reaction, or takes it back. The event that follows changes what is shown. */
  toggleReaction(post: Post, emoji: string): Promise<void> {
    return this.#guarded(async () => {
      const reaction = { user_id: this.state.me?.id ?? "", post_id: post.id, emoji_name: emoji };
      const mine = (post.metadata?.reactions ?? []).some(
        ({ user_id, emoji_name }) => user_id === reaction.user_id && emoji_name === emoji,
      );
      this.#set({ picking: undefined });
      await (mine ? this.#api.unreact(reaction) : this.#api.react(reaction));
    });
  }

  async file(fileId: Id): Promise<Blob | undefined> {
    let blob: Blob | undefined;
    await this.#guarded(async () => {
      blob = await this.#api.file(fileId);
    });
    return blob;
  }

  async logOut(): Promise<void> {
    this.#socket.stop();
    // Whoever leaves has left, even when the server does not hear of it.
    await this.#api.logOut().catch(() => {});
    this.#events.left(undefined);
  }

  async #openDirect(userId: Id): Promise<void> {
    const { state } = this;
    const channel = state.directWith(userId) ?? (await this.#api.direct(state.me?.id ?? "", userId));
    state.channels.set(channel.id, channel);
    await this.#open(channel.id);
  }

  async #open(channelId: Id): Promise<void> {
    const { state } = this;
    state.unread.delete(channelId);
    if (state.channelId !== channelId) state.threadId = undefined;
    this.#set({ channelId, editing: undefined, picking: undefined, trouble: undefined });
    await this.#loadPosts(channelId);
    await this.#api.view(channelId);
  }

  async #loadTown(): Promise<void> {
    const { state } = this;
    const [team] = await this.#api.myTeams();
    state.team = team;
    if (team === undefined) return;
    const [channels, users] = await Promise.all([this.#api.myChannels(team.id), this.#api.teamMembers(team.id)]);
    state.channels.clear();
    for (const channel of channels) if (channel.delete_at === 0) state.channels.set(channel.id, channel);
    for (const user of users) if (user.delete_at === 0) state.users.set(user.id, user);
    this.#set({});
  }

  async #loadPosts(channelId: Id, before?: Id): Promise<void> {
    const list = await this.#api.posts(channelId, before);
    const isFirst = before === undefined && !this.state.earliest.has(channelId);
    if (isFirst || before !== undefined)
      this.state.earliest.set(channelId, list.prev_post_id === "" ? "" : (list.order.at(-1) ?? ""));
    await this.#keep(list);
  }

  async #keep(list: PostList): Promise<void> {
    keepPosts(this.state, list);
    await this.#meet(Object.values(list.posts).map((post) => post.user_id));
    this.#set({});
  }

  /** Asks for people who were not seen before. */
  async #meet(ids: readonly Id[]): Promise<void> {
    const strangers = [...new Set(ids)].filter((id) => id !== "" && !this.state.users.has(id));
    if (strangers.length === 0) return;
    const users: User[] = await this.#api.usersById(strangers);
    for (const user of users) this.state.users.set(user.id, user);
  }

  async #take(frame: EventFrame): Promise<void> {
    const isKnown = applyEvent(this.state, frame, Date.now());
    if (isKnown) this.#set({});
    if (frame.event === "open_dialog") this.interactions.opened(String(frame.data["dialog"]));
    else if (frame.event === "posted") await this.#greet(JSON.parse(String(frame.data["post"])) as Post);
    else if (/^(?:channel_|user_added|user_removed|direct_added|group_added|new_user)/.test(frame.event))
      await this.#loadTown();
  }

  async #greet(post: Post): Promise<void> {
    const { state } = this;
    if (!state.channels.has(post.channel_id))
      state.channels.set(post.channel_id, await this.#api.channel(post.channel_id));
    await this.#meet([post.user_id]);
    this.#set({});
    if (post.channel_id !== state.channelId) return;
    if (post.user_id !== state.me?.id) this.#events.heard(post);
    await this.#api.view(post.channel_id);
  }

  /** What was written before the hello was not heard, so posts in sight are asked for again; behind a gap, everything. */
  async #linked(link: Link): Promise<void> {
    const { state } = this;
    this.#set({ link });
    if (link !== "live") return;
    const isBack = this.#wasLive;
    this.#wasLive = true;
    if (isBack) {
      await this.#loadTown();
      state.posts.clear();
      state.earliest.clear();
    }
    const { channelId, threadId } = state;
    if (channelId !== undefined) await this.#loadPosts(channelId);
    if (threadId !== undefined) await this.openThread(threadId);
  }

  /** Every deed may be refused: that is told, and a session that has ended leads back to the door. */
  async #guarded(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        this.#socket.stop();
        this.#events.left("Your session has ended. Please log in again.");
        return;
      }
      this.#set({ trouble: error instanceof Error ? error.message : String(error) });
    }
  }

  #set(change: Partial<Pick<State, "channelId" | "threadId" | "editing" | "picking" | "trouble" | "link">>): void {
    Object.assign(this.state, change);
    this.state.changed();
  }
}

/** `ops` of `#/ops`; an address that cannot be read names nothing. */
function placeIn(address: string): string {
  try {
    return decodeURIComponent(address.replace(/^#\/?/, ""));
  } catch {
    return "";
  }
}
