/**
 * A bot: what its author registers, and the way of each update through it. Sources make updates, `handle` takes them in, mailboxes
 * keep conversations in order, the boundary answers what fails. Everything else is in the file that is named after it.
 */
import { type Rest, Socket, type SocketChange } from "@matterwright/client";
import type { Id } from "@matterwright/protocol";
import type * as z from "zod";
import { Administrators } from "./access/administrators.ts";
import { guarded } from "./boundary.ts";
import { type CommandHandler, type CommandSpec, type NoArguments, command } from "./command/command.ts";
import { CommandRouter } from "./command/router.ts";
import { type Middleware, type MiddlewareFn, concat } from "./composer.ts";
import { Context, type Me, type Surroundings } from "./context.ts";
import { Counters } from "./counters.ts";
import { MisuseError } from "./errors.ts";
import type { ContextOf, FilterWord } from "./filters.ts";
import { type Handler, type HearsHandler, Listeners, forPosts } from "./listeners.ts";
import { FirstLink, tokenVerdict } from "./first-link.ts";
import { type Log, errorFacts, silentLog, withoutSecrets } from "./log.ts";
import { Mailboxes } from "./mailbox.ts";
import { type Machine, machine, restBy } from "./node/defaults.ts";
import type { BotOptions } from "./options.ts";
import { People } from "./people.ts";
import { PluginHost, ownedBy } from "./plugin/host.ts";
import type { Plugin } from "./plugin/plugin.ts";
import type { BotStatus, CommandBook, PluginInfo, UnknownCommand } from "./plugin/scope.ts";
import { sessionHost } from "./session/session.ts";
import { Turns } from "./session/turns.ts";
import { SocketSource } from "./source/socket.ts";
import type { Durable } from "./store/durable.ts";
import { memoryDurable } from "./store/memory/durable.ts";
import { type Update, conversationOf } from "./update.ts";
import { Verbs } from "./verbs.ts";
import { version } from "./version.ts";

const WAITING_PER_CONVERSATION = 100;
const WAITING_TOTAL = 50_000;
const DRAIN_MS = 10_000;

/**
 * A bot.
 *
 * @example
 * const bot = new Bot({ url: "https://chat.example.com", token });
 * bot.on("mention", (ctx) => ctx.reply(`Hello, @${ctx.user.username}!`));
 * await bot.start();
 */
export class Bot {
  readonly #options: BotOptions;
  readonly #machine: Machine;
  readonly #log: Log;
  readonly #rest: Rest;
  readonly #people: People;
  readonly #durable: Durable;
  readonly #admins: Administrators;
  readonly #listeners = new Listeners("bot");
  readonly #router: CommandRouter<Context<"post">>;
  readonly #plugins: PluginHost;
  readonly #mailboxes: Mailboxes;
  readonly #counters: Counters;
  readonly #turns = new Turns();
  readonly #firstLink = new FirstLink();
  readonly #chain: MiddlewareFn<Context>;
  readonly #prefixes: readonly string[];
  #around: Surroundings | undefined;
  #socket: Socket | undefined;

  /** @throws ConfigurationError when the address cannot be one, MisuseError when the token is missing. */
  constructor(options: BotOptions) {
    if (options.token.trim() === "")
      throw new MisuseError("a bot needs a token: make a bot account on the server and give its token here");
    this.#options = options;
    this.#machine = machine(options, options.tls ?? {});
    this.#log = withoutSecrets(options.log ?? silentLog, [options.token]);
    this.#rest = restBy(this.#machine, options);
    this.#people = new People(this.#rest);
    this.#durable = options.durable ?? memoryDurable(this.#machine.clock);
    this.#admins = new Administrators(options.admins ?? []);
    this.#prefixes = [options.prefix ?? "!"].flat();
    this.#counters = new Counters({ url: this.#rest.url, administrators: options.admins?.length ?? 0 });
    const most = { perConversation: options.waitingPerConversation ?? WAITING_PER_CONVERSATION, total: WAITING_TOTAL };
    this.#mailboxes = new Mailboxes(most, (error) =>
      this.#log.error({ error: errorFacts(error) }, "an update could not be handled"),
    );
    this.#router = new CommandRouter<Context<"post">>({
      callsigns: () => ({ prefixes: this.#prefixes, username: this.me.username }),
      heard: (ctx) => (ctx.update.author === "person" ? { message: ctx.text, direct: ctx.isDirect } : undefined),
      may: (ctx, wanted) => !wanted.adminOnly || ctx.isAdmin,
      refused: (ctx, wanted) => ctx.reply(`Only administrators of this bot may use \`${wanted.name}\`.`),
    });
    this.#plugins = new PluginHost({
      router: this.#router,
      log: this.#log,
      store: this.#durable.store,
      commands: this.#commandBook(),
      me: () => this.me,
      status: () => this.status(),
    });
    this.#chain = this.#assemble();
  }

  /** Who the bot is. @throws MisuseError before it was started. */
  get me(): Me {
    return this.#surroundings().me;
  }

  /** Typed calls of the server's API, with the bot's token. */
  get rest(): Rest {
    return this.#rest;
  }

  /** Adds middleware, which sees every update before commands and listeners do. */
  use(...middleware: readonly Middleware<Context>[]): this {
    this.#listeners.use(middleware);
    return this;
  }

  /** Adds a plugin. It is set up when the bot starts. @throws MisuseError when there is one of its name. */
  plugin(plugin: Plugin, config?: unknown): this {
    this.#plugins.add(plugin, config);
    return this;
  }

  /**
   * Listens for one kind of thing. Of several listeners that fit, the one added first is called.
   *
   * @throws MisuseError for a word that is no filter.
   * @example
   * bot.on("reaction-added", (ctx) => ctx.reply(`:${ctx.update.reaction.emoji_name}:!`));
   */
  on<W extends FilterWord>(word: W, handler: Handler<ContextOf<W>>): this {
    this.#listeners.on(word, handler);
    return this;
  }

  /** Listens for a text, as whole words in any case, or for a pattern. */
  hears(pattern: string | RegExp, handler: HearsHandler): this {
    this.#listeners.hears(pattern, handler);
    return this;
  }

  /**
   * Adds a command: `!deploy api`, `@bot deploy api`, or `deploy api` in a direct message.
   *
   * @throws TypeError for a name that nobody could type, Error when the name is taken.
   */
  command<Shape extends z.ZodRawShape = NoArguments>(
    name: string,
    spec: CommandSpec<Shape>,
    handler: CommandHandler<Context<"post">, Shape>,
  ): this {
    const made = command<Context<"post">, Shape>(name, spec, handler);
    this.#router.table.add(ownedBy("bot", made, (inner) => inner));
    return this;
  }

  /** Sets what answers a message that is addressed to the bot and names no command. */
  unknown(handler: (ctx: Context<"post">, call: UnknownCommand) => unknown): this {
    this.#router.onUnknown(handler);
    return this;
  }

  plugins(): readonly PluginInfo[] {
    return this.#plugins.infos();
  }

  /** How the bot is doing. */
  status(): BotStatus {
    return {
      ...this.#counters.snapshot(),
      now: this.#machine.clock.now(),
      waiting: this.#mailboxes.size,
      refusedFrames: this.#counters.refused,
      version,
    };
  }

  /**
   * Connects. Resolves when the bot hears the server, and from then on stays connected until `stop`.
   *
   * @throws AuthenticationError for a wrong token, NetworkError when the server cannot be reached, ProtocolError when it is no Mattermost.
   */
  async start(): Promise<void> {
    if (this.#socket !== undefined)
      throw new MisuseError("this bot was started already: make a new one to start again");
    // Who starts a bot wants to know at once what is wrong.
    const once = this.#rest.with({ retryForMs: 0 });
    const { id, username } = await once.users.me();
    this.#around = this.#surround({ id, username });
    for (const name of await this.#admins.resolve(once))
      this.#log.warn({ name }, "nobody has this administrator's name");
    await this.#plugins.setUp();
    await this.#connect({ id });
    this.#counters.startedAt = this.#machine.clock.now();
    this.#log.info({ url: this.#rest.url, username }, "the bot is listening");
  }

  /** Hears no more, finishes what it is doing, for ten seconds at most, and disconnects. */
  async stop({ drainMs = DRAIN_MS }: { readonly drainMs?: number } = {}): Promise<void> {
    this.#socket?.stop();
    this.#counters.link = "stopped";
    if (drainMs > 0) await this.#drained(drainMs);
    this.#plugins.close();
    this.#log.info({}, "the bot has stopped");
  }

  async #drained(withinMs: number): Promise<void> {
    let timer: { cancel(): void } | undefined;
    const late = new Promise<void>((resolve) => (timer = this.#machine.clock.after(withinMs, resolve)));
    await Promise.race([this.#mailboxes.idle(), late]);
    timer?.cancel();
  }

  /** Resolves when nothing is being handled and nothing waits. */
  idle(): Promise<void> {
    return this.#mailboxes.idle();
  }

  /**
   * Takes an update in: the one door for everything that wakes the bot. Returns at once; the update is handled in its turn.
   */
  handle(update: Update): void {
    this.#counters.updates++;
    // What nobody can be listening for needs no turn.
    if (update.kind !== "post" && this.#listeners.isEmpty && !this.#plugins.hasListeners) return;
    if (this.#mailboxes.post(conversationOf(update), () => this.#process(update)) === "full") this.#overflow(update);
  }

  async #process(update: Update): Promise<void> {
    const startedMs = this.#machine.clock.now();
    const ref = this.#newRef();
    const named = await this.#withName(update);
    const ctx = new Context(named, { ref, log: this.#log, around: this.#surroundings() });
    const ending = await guarded(this.#chain, ctx);
    this.#counters.count(ending, ctx.handledBy !== undefined);
    const level = ctx.handledBy === undefined ? "debug" : "info";
    this.#log[level](
      {
        ref,
        kind: update.kind,
        by: ctx.handledBy,
        user: named.user.username,
        channel: update.channelId,
        ending,
        tookMs: this.#machine.clock.now() - startedMs,
      },
      "handled",
    );
  }

  /** Events other than posts tell only the id of who did it. */
  async #withName(update: Update): Promise<Update> {
    if (update.user.username !== "" || update.kind === "raw" || update.user.id === "") return update;
    if (update.kind === "post") return update;
    const user = await this.#people.user(update.user.id).catch(() => undefined);
    return user === undefined ? update : { ...update, user: { id: user.id, username: user.username } };
  }

  #overflow(update: Update): void {
    this.#counters.overflows++;
    this.#log.warn({ kind: update.kind, channel: update.channelId }, "an update was turned away: too many are waiting");
    if (
      update.kind !== "post" ||
      update.author !== "person" ||
      !this.#counters.mayTell(update.channelId, this.#machine.clock.now())
    )
      return;
    const place = { channelId: update.channelId, rootId: update.post.root_id };
    const failed = (error: unknown): void =>
      this.#log.error({ error: errorFacts(error) }, "nobody could be told that the bot is busy");
    void this.#surroundings()
      .verbs.write(place, "I am behind with my work here and could not take this in. Please say it again in a moment.")
      .catch(failed);
  }

  async #connect(me: { readonly id: Id }): Promise<void> {
    const { clock, connect, random } = this.#machine;
    const { url, token, headers } = this.#options;
    const source = new SocketSource({
      me,
      now: () => clock.now(),
      onUpdate: (update) => this.handle(update),
      onRefused: (reason) => this.#refuse(reason),
    });
    this.#socket = new Socket({
      url,
      token,
      clock,
      connect,
      random,
      ...(headers === undefined ? {} : { headers }),
      verify: () => tokenVerdict(this.#rest),
      onEvent: (frame) => {
        this.#people.heard(frame);
        source.read(frame);
      },
      onRefusedFrame: (reason) => this.#refuse(reason),
      onState: (change) => {
        this.#linkChanged(change);
        this.#firstLink.changed(change);
      },
    });
    this.#socket.start();
    try {
      await this.#firstLink.live(clock);
    } catch (error) {
      this.#socket.stop();
      throw error;
    }
  }

  #linkChanged(change: SocketChange): void {
    this.#counters.linkChanged(change, this.#machine.clock.now());
    if (change.kind === "live") this.#log.info({ missed: change.missed }, "connected");
    else if (change.kind === "down")
      this.#log.warn({ reason: change.reason, retryInMs: change.retryInMs }, "the connection ended; it will come back");
    else this.#log.error({}, "the server refuses the token: it was revoked, or the bot account was deactivated");
  }

  /** What makes no sense is counted each time and written down once. */
  #refuse(reason: string): void {
    if (this.#counters.refusedFor(reason)) this.#log.warn({ reason }, "something that the server sent makes no sense");
  }

  #assemble(): MiddlewareFn<Context> {
    const host = { store: this.#durable.store, inTurn: this.#turns.take.bind(this.#turns) };
    const inner = concat(() => [
      forPosts(this.#router.route),
      this.#listeners.handlers,
      this.#plugins.chain,
      forPosts(this.#router.fallback),
    ]);
    return async (ctx, next) => {
      sessionHost.fill(ctx, host);
      await this.#listeners.around(inner)(ctx, next);
    };
  }

  #commandBook(): CommandBook {
    const router = this.#router;
    return {
      prefixes: this.#prefixes,
      visible: (ctx) => router.visible(ctx),
      near: (ctx, typed) => router.near(ctx, typed),
      may: (ctx, wanted) => !wanted.adminOnly || ctx.isAdmin,
      get: (name) => router.table.get(name),
      group: (name) => router.table.group(name),
    };
  }

  #surround(me: Me): Surroundings {
    const { clock } = this.#machine;
    return {
      me,
      rest: this.#rest,
      people: this.#people,
      verbs: new Verbs({ rest: this.#rest, people: this.#people, clock, me }),
      log: this.#log,
      replyIn: this.#options.replyIn ?? "place",
      isAdmin: (user) => this.#admins.has(user),
    };
  }

  #surroundings(): Surroundings {
    if (this.#around === undefined) throw new MisuseError("the bot knows who it is only after start()");
    return this.#around;
  }

  #newRef(): string {
    return Math.floor(this.#machine.random() * 0x10000)
      .toString(16)
      .toUpperCase()
      .padStart(4, "0");
  }
}
