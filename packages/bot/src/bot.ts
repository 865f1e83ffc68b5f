/** A bot, as its author sees it: what is registered, started and stopped. How it works inside is in `engine/`. */
import type { Rest } from "@matterwright/client";
import type * as z from "zod";
import type { CallbackReport } from "./callbacks/try.ts";
import { type CommandHandler, type CommandSpec, type NoArguments, command } from "./command/command.ts";
import type { CommandContext, Me } from "./context/context.ts";
import { Engine } from "./engine/engine.ts";
import type { ContextOf, FilterWord } from "./listen/filters.ts";
import { hook } from "./hook/hook.ts";
import type { HookHandler, HookSpec } from "./hook/spec.ts";
import { type Usable, isInstallable, isMiddleware } from "./install/install.ts";
import type { Handler, HearsAllHandler, HearsHandler, HearsOptions, ListenOptions } from "./listen/listeners.ts";
import type { BotOptions } from "./options.ts";
import type { People } from "./people/people.ts";
import { ownedBy } from "./plugin/own-scope.ts";
import type {
  BotCommand,
  BotHooks,
  BotStatus,
  Plugin,
  PluginInfo,
  PluginOrigin,
  UnknownCommand,
} from "./plugin/scope.ts";
import type { ScheduleBook } from "./schedule/book.ts";
import { type JobArguments, type JobKind, job } from "./jobs/job.ts";
import { type EveryArguments, every } from "./schedule/every.ts";
import type { Storms } from "./storm/storms.ts";
import type { SlashCommands } from "./slash/slash.ts";
import type { Update } from "./update/update.ts";
import type { WizardBook } from "./wizard/book.ts";

/**
 * A bot.
 *
 * @example
 * const bot = new Bot({ url: "https://chat.example.com", token });
 * bot.on("mention", (ctx) => ctx.reply(`Hello, @${ctx.user.username}!`));
 * await bot.start();
 */
export class Bot {
  readonly #engine: Engine;

  /** @throws ConfigurationError when the address cannot be one, MisuseError when the token is missing. */
  constructor(options: BotOptions) {
    this.#engine = new Engine(options);
  }

  /** Who the bot is. @throws MisuseError before it was started. */
  get me(): Me {
    return this.#engine.me;
  }

  /** Typed calls of the server's API, with the bot's token. */
  get rest(): Rest {
    return this.#engine.rest;
  }

  /** Users, channels, teams and memberships, looked up when asked for and remembered until they change. */
  get people(): People {
    return this.#engine.people;
  }

  /** Where the bot is silent because it answered too often, and how to let it speak again. */
  get storms(): Storms {
    return this.#engine.storms;
  }

  /** Everything that is planned for times, to look at and to act on. */
  get schedules(): ScheduleBook {
    return this.#engine.upkeep.schedules.book;
  }

  /** What wizards there are, and who is in the middle of one. */
  get wizards(): WizardBook {
    return this.#engine.talking.book;
  }

  /**
   * Answers a call from outside: of the server, for slash commands, buttons and dialogs, or of anybody, for hooks. A standard `Request`
   * becomes a standard `Response`, so it can be mounted into any web application. Never rejects.
   *
   * @example
   * serve({ fetch: bot.fetch, port: 8080 });
   */
  readonly fetch = (request: Request, beside?: unknown): Promise<Response> =>
    this.#engine.outside.door.fetch(request, beside);

  /**
   * Adds middleware, which sees every update before commands and listeners do, sessions, kinds of jobs, and what is called from outside.
   *
   * @throws MisuseError when something of this kind and name is there already.
   */
  use(...usables: readonly Usable[]): this {
    this.#engine.listeners.use(usables.filter(isMiddleware));
    const workplace = this.#engine.workplace("bot", this.#engine.log);
    for (const usable of usables) if (isInstallable(usable)) usable.install(workplace);
    return this;
  }

  /**
   * Plans something for times: `"0 9 * * 1-5"`, `"@daily"`, `"every 15 min"`, `"in 2 h"`. See `every`.
   *
   * @throws MisuseError for a time that is none or never comes, for an unknown zone, and when the name is taken.
   * @example
   * bot.every("standup", "0 9 * * 1-5", { timezone: "Europe/Berlin" }, (ctx) => ctx.to("~standup").post("Good morning!"));
   */
  every(...given: EveryArguments): this {
    return this.use(every(...given));
  }

  /**
   * Adds a kind of work that is done later, once. Returns what asks for it. See `job`.
   *
   * @throws MisuseError for a name that is none.
   * @example
   * const send = bot.job("announce", z.object({ message: z.string() }), (ctx, { message }) => ctx.to("~town-square").post(message));
   */
  job<Payload>(...given: JobArguments<Payload>): JobKind<Payload> {
    const kind = job(...given);
    this.use(kind);
    return kind;
  }

  /**
   * Adds a plugin. It is set up when the bot starts, after those that it needs.
   *
   * @param config what it is configured with, until somebody configures it otherwise while the bot runs
   * @param origin the file that it comes from, so that it can be loaded anew
   * @throws MisuseError when there is one of its name.
   */
  plugin(plugin: Plugin, config?: unknown, origin?: PluginOrigin): this {
    this.#engine.plugins.add(plugin, config, origin);
    return this;
  }

  /**
   * Listens for one kind of thing. Of several listeners that fit, the one added first is called.
   *
   * @throws MisuseError for a word that is no filter.
   * @example
   * bot.on("reaction-added", (ctx) => ctx.reply(`:${ctx.update.reaction.emoji_name}:!`));
   */
  on<W extends FilterWord>(word: W, handler: Handler<ContextOf<W>>, options?: ListenOptions): this {
    this.#engine.listeners.on(word, handler, options);
    return this;
  }

  /** Listens for a text, as whole words in any case, or for a pattern: for the first match in a message, or with `all` for every one. */
  hears(pattern: string | RegExp, handler: HearsAllHandler, options: HearsOptions & { readonly all: true }): this;
  hears(pattern: string | RegExp, handler: HearsHandler, options?: HearsOptions & { readonly all?: false }): this;
  hears(pattern: string | RegExp, handler: HearsHandler | HearsAllHandler, options?: HearsOptions): this {
    this.#engine.listeners.hears(pattern, handler, options);
    return this;
  }

  /**
   * Adds a hook: a path below the base of the bot's door that others call over HTTP.
   *
   * @throws MisuseError when the path lies outside the base or is taken, or nobody is said to call.
   * @example
   * bot.hook("/deployed", { from: senders.bearer(secret), body: z.object({ service: z.string() }) }, (ctx, { service }) =>
   *   ctx.to("~ops").post(`${service} is out.`, { durable: true }));
   */
  hook<const Spec extends HookSpec>(path: string, spec: Spec, handler: HookHandler<Spec>): this {
    return this.use(hook(path, spec, handler));
  }

  /**
   * Adds a command: `!deploy api`, `@bot deploy api`, `deploy api` in a direct message, and `/deploy api` where the server can call the bot.
   *
   * @throws TypeError for a name that nobody could type, Error when the name is taken, MisuseError when its slash command is.
   */
  command<Shape extends z.ZodRawShape = NoArguments>(
    name: string,
    spec: CommandSpec<Shape>,
    handler: CommandHandler<CommandContext, Shape>,
  ): this {
    const made = command<CommandContext, Shape>(name, spec, handler);
    this.add(made);
    return this;
  }

  /**
   * Adds a command that was made before, also while the bot runs. Returns what takes it away again.
   *
   * @throws Error when its name is taken.
   * @example
   * const remove = bot.add(command("lunch", { about: "What there is to eat" }, (ctx) => ctx.reply("Soup")));
   */
  add(command: BotCommand): () => void {
    return this.#engine.router.add(ownedBy("bot", command, (inner) => inner));
  }

  /** Puts hooks around every command: before it, after it, when it failed, and where there is none. */
  around(hooks: BotHooks): this {
    this.#engine.router.hooks(hooks);
    return this;
  }

  /** The slash commands that its commands are: what the server knows of them, and how to bring that in step. */
  get slash(): SlashCommands {
    return this.#engine.outside.slash;
  }

  /** Has the server call the bot, and tells whether that got there and back, and if not, why. Never rejects. */
  testCallbacks(): Promise<CallbackReport> {
    return this.#engine.outside.selfTest.run();
  }

  /** Sets what answers a message that is addressed to the bot and names no command. */
  unknown(handler: (ctx: CommandContext, call: UnknownCommand) => unknown): this {
    this.#engine.router.onUnknown(handler);
    return this;
  }

  plugins(): readonly PluginInfo[] {
    return this.#engine.plugins.list();
  }

  /** How the bot is doing. */
  status(): BotStatus {
    return this.#engine.status();
  }

  /**
   * Connects. Resolves when the bot hears the server, and from then on stays connected until `stop`.
   *
   * @throws AuthenticationError for a wrong token, NetworkError when the server cannot be reached, ProtocolError when it is no Mattermost.
   */
  start(): Promise<void> {
    return this.#engine.start();
  }

  /** Hears no more, disconnects, and finishes what it is doing: for `drainMs` altogether, ten seconds by default. */
  stop(options: { readonly drainMs?: number } = {}): Promise<void> {
    return this.#engine.stop(options);
  }

  /** Resolves when nothing is being handled and nothing waits. */
  idle(): Promise<void> {
    return this.#engine.idle();
  }

  /**
   * Takes an update in: the one door for everything that wakes the bot. Returns at once; the update is handled in its turn.
   */
  handle(update: Update): void {
    this.#engine.handle(update);
  }
}
