/**
 * What a handler is given: the update, who did it and where, and what can be done about it. One is made for each update; it keeps
 * nothing beyond it.
 */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Channel, Id, Post, User } from "@matterwright/protocol";
import type { ActionDesk, Drawn } from "../update/actions.ts";
import { MisuseError, StoppedError } from "../errors.ts";
import { Finder, type Lookup } from "./finder.ts";
import type { Log } from "../log/log.ts";
import type { People } from "../people/people.ts";
import { Progress } from "./progress.ts";
import type { Storms } from "../storm/storms.ts";
import { note } from "../update/trail.ts";
import type { Author, Kind, Update, UpdateOf } from "../update/update.ts";
import type { Transaction } from "../store/transaction.ts";
import type { UnitOfWork } from "../store/unit.ts";
import type { DirectOptions, DurableOptions, MessageOptions, Place, UsualOptions, Verbs } from "./verbs.ts";

/** Who the bot is. */
export interface Me {
  readonly id: Id;
  readonly username: string;
}

/** What every context of a bot shares. */
export interface Surroundings {
  readonly me: Me;
  readonly rest: Rest;
  readonly people: People;
  readonly verbs: Verbs;
  readonly clock: Clock;
  readonly log: Log;
  /** Where answers to a post in a channel go. */
  readonly replyIn: "place" | "thread";
  isAdmin(user: Author): boolean;
  /** Draws buttons and menus. */
  readonly actions: ActionDesk;
  /** Asked before each answer. */
  readonly storms: Pick<Storms, "admit">;
  /** Asked before anything is done on the server at once. @throws FencedError when it is another process's to do. */
  admit?(): void;
}

/** What comes of a post when it was not said whether it is durable: the post, or nothing yet where it is durable by default. */
export type Said<K extends Kind> = K extends "tick" ? void : Post;

/** A place that is not where it happened. */
export interface Elsewhere<K extends Kind = Kind> {
  /** The channel itself. @throws UserError when there is none of this name; CallError. */
  channel(): Promise<Channel>;
  post(text: string, options: DurableOptions): Promise<void>;
  post(text: string, options: DirectOptions): Promise<Post>;
  post(text: string, options?: UsualOptions): Promise<Said<K>>;
}

export interface ContextParts {
  readonly ref: string;
  readonly log: Log;
  readonly unit: UnitOfWork;
  readonly around: Surroundings;
}

/** What of a post is changed besides its text. */
type EditOptions = Pick<MessageOptions, "actions">;

/** What a reply resolves with that is not durable: the post, unless it went another way than as a post of the bot's own. */
type Replied<K extends Kind> = K extends "slash" | "click" | "submit" ? Post | undefined : Post;

type PostOf<K extends Kind> = UpdateOf<K> extends { readonly post: Post } ? Post : Post | undefined;

export class Context<out K extends Kind = Kind> {
  readonly update: UpdateOf<K>;
  /** Names this update in the log, and in what the person is told when something went wrong. */
  readonly ref: string;
  readonly log: Log;
  /** What took the update, for the log: `chatops command help`. Set by whatever runs a handler. */
  handledBy: string | undefined;
  /** What is written when the handler has ended well. */
  readonly unit: UnitOfWork;
  /**
   * Where answers go that say nothing else: where it was asked, in a thread, or in a direct message to whoever asked. In a place that is
   * named they are posted for everybody there, whoever could be told alone.
   */
  answerIn: "place" | "thread" | "direct" | Place = "place";
  readonly #around: Surroundings;
  #progress: Progress | undefined;
  #isHalted = false;

  constructor(update: UpdateOf<K>, { ref, log, unit, around }: ContextParts) {
    this.update = update;
    this.ref = ref;
    this.log = log;
    this.unit = unit;
    this.#around = around;
  }

  /** The bot itself. */
  get me(): Me {
    return this.#around.me;
  }

  /** Who did it: id and username. Everything else about the person: `await ctx.profile()`. */
  get user(): Author {
    return this.update.user;
  }

  get channelId(): Id {
    return this.update.channelId;
  }

  /** The post that this is about; the type knows where there always is one. */
  get post(): PostOf<K> {
    const update: Update = this.update;
    return ("post" in update ? update.post : undefined) as PostOf<K>;
  }

  /** What the post says, or what stands behind the trigger of a slash command; empty where there is neither. */
  get text(): string {
    const update: Update = this.update;
    return update.kind === "slash" ? update.text : (this.post?.message ?? "");
  }

  /** When the server told us. */
  get now(): Date {
    return new Date(this.update.at);
  }

  /** Whether it happened in a direct message with the bot. */
  get isDirect(): boolean {
    const update: Update = this.update;
    if (update.kind === "slash") return update.isDirect;
    return update.kind === "post" && update.channelType === "D";
  }

  /** Whether the person administers this bot. */
  get isAdmin(): boolean {
    return this.#around.isAdmin(this.user);
  }

  /** Typed calls of the server's API, with the bot's token. */
  get rest(): Rest {
    return this.#around.rest;
  }

  /** Users, channels, teams and memberships, looked up when asked for and remembered until they change. */
  get people(): People {
    return this.#around.people;
  }

  /** Finds what the person names: users, channels, teams and posts, as far as the person may see them. */
  get find(): Lookup & Pick<Finder, "chosenZone"> {
    const { rest, people } = this.#around;
    const { user, channelId } = this.update;
    const teamId = "teamId" in this.update ? this.update.teamId : "";
    const { rootId } = this.#place("place");
    return new Finder({ rest, people, asking: { userId: user.id, channelId, teamId, rootId, now: this.now } });
  }

  /** Everything that the server says about the person. Asked once and remembered. @throws CallError. */
  profile(): Promise<User> {
    return this.#around.people.user(this.user.id);
  }

  /** The channel in which it happened. Asked once and remembered. @throws CallError. */
  channel(): Promise<Channel> {
    return this.#around.people.channel(this.channelId);
  }

  /**
   * Answers where it was asked: in the thread, if it was a thread, in the channel otherwise; or always in a thread, if the bot is
   * set so. A long text becomes several posts, of which the first is returned.
   *
   * It is sent at once, and lost if the program dies on the way. With `durable`, it is written down when the handler has ended well,
   * together with sessions and everything else that the handler wrote, and then sent, once, even if the program dies in between. If
   * the handler throws, it is not sent. That costs a write to the disk. What jobs say is durable, unless `durable: false` says otherwise.
   *
   * Who ran a slash command, clicked or submitted a dialog is answered in the server's own way, seen by nobody else; then there is no
   * post to resolve with. With `durable` or files it is a post of the bot's all the same.
   *
   * @throws CallError when the server refuses; StormError when the bot has answered too often here.
   * @example
   * await ctx.reply(`Hello, @${ctx.user.username}!`);
   * await ctx.reply("Your vote was counted.", { durable: true });
   */
  reply(text: string, options: DurableOptions): Promise<void>;
  reply(text: string, options: DirectOptions): Promise<Replied<K>>;
  reply(text: string, options?: UsualOptions): Promise<K extends "tick" ? void : Replied<K>>;
  reply(text: string, options?: MessageOptions): Promise<Replied<K> | void> {
    return this.#answer(this.#usual, text, options);
  }

  /**
   * Tells how far something has come, in one message: the first call posts it, the others change it, at most once a second. What is said
   * last is said in any case.
   *
   * @throws CallError, StormError.
   * @example
   * for (const [index, host] of hosts.entries()) {
   *   await ctx.progress(`${index} of ${hosts.length} restarted…`);
   *   await restart(host);
   * }
   */
  async progress(text: string): Promise<void> {
    this.#mayAct();
    const { clock, rest } = this.#around;
    this.#progress ??= new Progress({
      clock,
      post: async (first) => {
        const place = await this.#diverted(this.#usual);
        this.#around.storms.admit(this.update, place.rootId, this.handledBy);
        return (await this.#write(place, first, { durable: false })) as Post;
      },
      edit: (post, next) => rest.posts.patch(post.id, { message: next }),
    });
    await this.#progress.show(text);
  }

  /** Says at once what `progress` has left to say. */
  async settle(): Promise<void> {
    if (!this.#isHalted) await this.#progress?.flush();
  }

  /** Says a last word; whatever is said afterwards is an error, and is not said. For whatever ends a handler before its time. */
  async halt(farewell: string): Promise<void> {
    this.#progress?.stop();
    const said = this.reply(farewell);
    this.#isHalted = true;
    await said;
  }

  /** Shows for a few seconds that the bot is writing. @throws CallError. */
  typing(): Promise<void> {
    const { channelId, rootId } = this.#usual;
    const place = { channel_id: channelId, ...(rootId === "" ? {} : { parent_id: rootId }) };
    return this.rest.users.typing(this.me.id, place);
  }

  /** Answers in the thread of the post, opening one if there is none. @throws CallError, StormError. */
  replyInThread(text: string, options: DurableOptions): Promise<void>;
  replyInThread(text: string, options: DirectOptions): Promise<Replied<K>>;
  replyInThread(text: string, options?: UsualOptions): Promise<K extends "tick" ? void : Replied<K>>;
  replyInThread(text: string, options?: MessageOptions): Promise<Replied<K> | void> {
    return this.#answer(this.#place("thread"), text, options);
  }

  /**
   * Writes something when the handler has ended well: together with its sessions and durable replies, or not at all. It may be run
   * again when it met another transaction, so it does nothing but read and write `tx`.
   *
   * @throws MisuseError when the handler has ended already.
   * @example
   * ctx.write((tx) => votes.update(tx.store, (now = 0) => now + 1));
   */
  write(work: (tx: Transaction) => Promise<unknown>): void {
    if (this.unit.isClosed)
      throw new MisuseError("ctx.write was called after the handler had ended: are you missing an `await`?");
    this.unit.add(async (tx) => void (await work(tx)));
  }

  /**
   * A place to write to: `"~ops"`, `"~north/ops"` of another team, `"@ann"`, or a channel's id; a thread of it with the id of its root post.
   *
   * @example
   * await ctx.to("~town-square").post("Lunch is here");
   */
  to(place: string, { thread = "" }: { readonly thread?: Id | "" } = {}): Elsewhere<K> {
    const { verbs } = this.#around;
    const teamId = "teamId" in this.update ? this.update.teamId : "";
    const post = async (text: string, options?: MessageOptions): Promise<Post | void> => {
      this.#mayAct();
      const channel = await verbs.place(place, teamId);
      return this.#write({ channelId: channel.id, rootId: thread }, text, options);
    };
    return { post: post as Elsewhere<K>["post"], channel: () => verbs.place(place, teamId) };
  }

  /**
   * Changes the message that was clicked: its text and its buttons. Those that are not given again are gone; cards and files stay, unless
   * other cards are given.
   *
   * @throws CallError.
   * @example
   * const yes = button("yes", ticket, (ctx, { ticket }) => ctx.edit(`${ticket} approved by @${ctx.user.username}`));
   */
  async edit(
    text: K extends "click" ? string : never,
    options?: Omit<UsualOptions, "durable" | "fileIds">,
  ): Promise<undefined>;
  /**
   * Changes a post of the bot's own. Where a reply made no post that could be changed, because a slash command was answered, the text is
   * said anew. Buttons and menus stay, unless others are given; with `actions: []` they go.
   *
   * @throws CallError.
   * @example
   * const post = await ctx.reply("Shipping…");
   * await ctx.edit(post, "Shipped. :rocket:");
   */
  async edit(post: Post | undefined, text: string, options?: EditOptions): Promise<Post | undefined>;
  async edit(
    what: Post | string | undefined,
    more: string | UsualOptions = {},
    options: EditOptions = {},
  ): Promise<Post | undefined> {
    if (typeof what === "string") return this.#change(what, more as UsualOptions);
    const [post, text] = [what, more as string];
    if (post === undefined) return this.reply(text, { ...options, durable: false });
    this.#mayAct();
    this.#around.admit?.();
    if (options.actions === undefined) return this.rest.posts.patch(post.id, { message: text });
    const drawn = this.#draw({ channelId: post.channel_id, rootId: post.root_id }, text, options);
    const props = { ...post.props, attachments: [...(drawn.attachments ?? [])] };
    const changed = await this.rest.posts.patch(post.id, { message: drawn.text, props });
    await drawn.sent?.(changed);
    return changed;
  }

  /** Reacts to the post that this is about, or to another. @param emoji without colons. @throws CallError. */
  async react(emoji: string, post: Pick<Post, "id"> | undefined = this.post): Promise<void> {
    if (post === undefined)
      throw new MisuseError(
        `ctx.react("${emoji}") was called for ${this.update.kind}, which has no post: name the post`,
      );
    this.#mayAct();
    this.#around.admit?.();
    await this.rest.reactions.add({ user: this.me.id, post: post.id, emoji });
  }

  /** Whether this is of one of the given kinds; the type follows. */
  is<Wanted extends Kind>(...kinds: readonly Wanted[]): this is Context<Wanted> {
    return (kinds as readonly Kind[]).includes(this.update.kind);
  }

  async #answer(place: Place, text: string, options: MessageOptions = {}): Promise<Replied<K> | void> {
    this.#mayAct();
    const update: Update = this.update;
    // A dialog says what is wrong itself, as long as it is open.
    const isHere = typeof this.answerIn === "string" || update.kind === "submit";
    const isFree = isHere && options.durable !== true && (options.fileIds ?? []).length === 0;
    const drawn = this.#draw(place, text, options);
    // What a person alone is told, who asked for it, makes no loop.
    if (isFree && "answering" in update && (await update.answering?.say({ ...options, ...drawn })) === true)
      return note(update, "I answered, seen by nobody else");
    this.#around.storms.admit(update, place.rootId, this.handledBy);
    return this.#send(this.answerIn === "direct" ? await this.#diverted(place) : place, drawn, options);
  }

  async #change(text: string, options: UsualOptions): Promise<undefined> {
    const update: Update = this.update;
    const answering = update.kind === "click" ? update.answering : undefined;
    if (answering?.change === undefined)
      throw new MisuseError(`ctx.edit("…") was called for ${update.kind}, which clicked nothing: name the post`);
    this.#around.admit?.();
    const drawn = this.#draw(this.#place("place"), text, options);
    await answering.change({ ...drawn, keepsCards: options.attachments === undefined });
  }

  /** A message with its buttons and menus as the server wants them. */
  #draw({ rootId }: Place, text: string, { actions, attachments, props }: MessageOptions): Drawn {
    const plain = { ...(attachments === undefined ? {} : { attachments }), ...(props === undefined ? {} : { props }) };
    if (actions === undefined || actions.length === 0) return { ...plain, text };
    return this.#around.actions.draw(text, { ...plain, actions, rootId });
  }

  /** In a direct message to whoever asked, if it is to be so. */
  async #diverted(place: Place): Promise<Place> {
    if (this.answerIn !== "direct" || this.isDirect) return place;
    const { id } = await this.people.direct(this.me.id, this.user.id);
    return { channelId: id, rootId: "" };
  }

  /** @throws StoppedError when the last word was said. */
  #mayAct(): void {
    if (this.#isHalted) throw new StoppedError("nothing more is said: the command was cancelled or took too long");
  }

  async #write(place: Place, text: string, options: MessageOptions = {}): Promise<Post | void> {
    return this.#send(place, this.#draw(place, text, options), options);
  }

  async #send(place: Place, drawn: Drawn, options: MessageOptions): Promise<Post | void> {
    const { verbs } = this.#around;
    const { text, sent, kept, ...looks } = drawn;
    const message = { ...options, ...looks };
    const isDurable = options.durable ?? this.update.kind === "tick";
    if (!isDurable) {
      this.#around.admit?.();
      const post = await verbs.write(place, text, message, sent);
      note(this.update, `I wrote the message ${post.id}`);
      return post;
    }
    const composed = verbs.compose(place, text, message);
    // Only what has to be uploaded is waited for: everything else is written down even when nobody awaits it.
    const posts = composed instanceof Promise ? await composed : composed;
    this.write(verbs.queued(place, posts));
    note(this.update, "I put a message into the outbox");
    const mark = posts.at(-1)?.pending_post_id;
    if (kept !== undefined && mark !== undefined) this.write((tx) => kept(tx, mark));
  }

  get #usual(): Place {
    const { answerIn } = this;
    return typeof answerIn === "object"
      ? answerIn
      : this.#place(answerIn === "thread" ? "thread" : this.#around.replyIn);
  }

  #place(replyIn: "place" | "thread"): Place {
    const update: Update = this.update;
    const { channelId } = update;
    if (update.kind === "slash" || update.kind === "click") return { channelId, rootId: update.rootId };
    if (update.kind === "reaction") return { channelId, rootId: "" };
    const post: Post | undefined = this.post;
    if (post === undefined) return { channelId, rootId: "" };
    if (post.root_id !== "") return { channelId, rootId: post.root_id };
    const opensThread = replyIn === "thread" && !this.isDirect;
    return { channelId, rootId: opensThread ? post.id : "" };
  }
}

/** What the handler of a command is given: it was written, or run as a slash command. */
export type CommandContext = Context<"post" | "slash">;
