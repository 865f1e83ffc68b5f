/** The part of a bot that a plugin is given: it registers there, reads from there, and has a store of its own. */
import type { Id } from "@matterwright/protocol";
import type * as z from "zod";
import type { CallbackReport } from "../callbacks/try.ts";
import type { Decision } from "../access/decide.ts";
import type { AuditEntry } from "../access/ledger.ts";
import type { ListedRule, NewRule } from "../access/access.ts";
import type { AccessRule } from "../access/rule.ts";
import type { Command, CommandHandler, CommandSpec, NoArguments } from "../command/command.ts";
import type { CommandHooks } from "../command/run/hooks.ts";
import type { UnknownCall } from "../command/host.ts";
import type { RunningCommand } from "../command/run/running.ts";
import type { CommandContext, Me } from "../context/context.ts";
import type { ContextOf, FilterWord } from "../listen/filters.ts";
import type { HookInfo } from "../install/hook-book.ts";
import type { HookHandler, HookSpec } from "../hook/spec.ts";
import type { Usable } from "../install/install.ts";
import type { JobArguments, JobKind } from "../jobs/job.ts";
import type { Handler, HearsAllHandler, HearsHandler, HearsOptions, ListenOptions } from "../listen/listeners.ts";
import type { Log } from "../log/log.ts";
import type { ConfigsSource } from "./judge.ts";
import type { Metrics } from "./metrics.ts";
import type { ScheduleBook } from "../schedule/book.ts";
import type { EveryArguments } from "../schedule/every.ts";
import type { Secrets } from "../store/secrets.ts";
import type { Hold } from "../storm/holds.ts";
import type { Muted } from "../storm/storms.ts";
import type { Store } from "../store/store.ts";
import type { Transaction } from "../store/transaction.ts";
import type { Author } from "../update/update.ts";
import type { WizardBook } from "../wizard/book.ts";
import type { Operations } from "./operations.ts";

/** A plugin, ready to be added to a bot. */
export interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly about: string;
  readonly needs: readonly string[];
  /** What may be configured. */
  readonly schema: z.ZodType | undefined;
  /**
   * @param source where the configuration stands, if it stands somewhere
   * @throws Error that says what in the configuration is wrong.
   */
  setup(bot: PluginScope, config: unknown, source?: ConfigsSource): Promise<void>;
}

/** Where a plugin comes from, so that it can be loaded anew. */
export interface PluginOrigin {
  /** As its operator would name it. */
  readonly file: string;
  /** Loads the file as it is now. @throws what is wrong with it. */
  load(): Promise<Plugin>;
}

/** Of one plugin, for lists. */
export interface PluginInfo {
  readonly name: string;
  readonly version: string;
  readonly about: string;
  /** `inactive`: switched off until the next start; `blocked`: until it is unblocked. */
  readonly state: "active" | "blocked" | "failed" | "inactive";
  /** Why it failed, or was blocked. */
  readonly reason: string;
  /** Other plugins that it needs, as it named them: `karma`, `karma@^1.2`. */
  readonly needs: readonly string[];
  /** What it counted and measured since it was set up, by name. */
  readonly figures: Readonly<Record<string, number>>;
  /** The file it came from, where there is one that can be loaded again. */
  readonly file: string | undefined;
}

/** How a plugin is added to a bot that runs. */
export interface IncludeOptions {
  readonly origin?: PluginOrigin;
  /** When it cannot be set up it is there all the same, as failed, and can be loaded anew. */
  readonly mayFail?: boolean;
}

/** How a plugin is configured. */
export interface PluginConfig {
  /** With everything that is the default, and `"•••"` in the place of secrets. */
  readonly value: unknown;
  /** What may be configured, as JSON Schema; nothing when nothing may. */
  readonly schema: unknown;
  /** Names of the values that are secret, on any depth: `token`, `login.password`. */
  readonly secrets: readonly string[];
}

/**
 * What can be done with the plugins of a bot while it runs. Everything here is done wholly or not at all: when a plugin cannot be set up
 * as it shall be, it stays as it was.
 *
 * All of it throws UserError, with a sentence for whoever asked, for a plugin that is not there and for what cannot be done.
 */
export interface PluginManager {
  list(): readonly PluginInfo[];
  /** Sets it up, if it is inactive or failed. */
  activate(name: string): Promise<void>;
  /** Takes back everything that it registered; what it stored stays. Until the next start of the bot. */
  deactivate(name: string): Promise<void>;
  /** The same, and for good, until `unblock`. */
  block(name: string, reason?: string): Promise<void>;
  /** It may be set up again, and is. */
  unblock(name: string): Promise<void>;
  /**
   * Loads its file anew, or sets it up anew if it has none. What needs it is set up anew as well.
   *
   * @param origin where it comes from from now on; where it came from, by default
   */
  reload(name: string, origin?: PluginOrigin): Promise<void>;
  /** Adds one that was not there, and sets it up, unless one of its name is blocked. */
  include(plugin: Plugin, options?: IncludeOptions): Promise<void>;
  /** Forgets it. What it stored stays. Refused while others need it, unless it is forced: then those fail and say why. */
  remove(name: string, options?: { readonly isForced?: boolean }): Promise<void>;
  config(name: string): Promise<PluginConfig>;
  /**
   * Sets it up with some values changed, which are kept: `{ greeting: "Hi", login: { user: "ann" } }`. `null` takes a value away;
   * `undefined` in the place of all goes back to what the program gave it.
   */
  configure(name: string, changes: Readonly<Record<string, unknown>> | undefined): Promise<void>;
}

/** How the bot is doing. Times in Unix milliseconds, counts since the start. */
export interface BotStatus {
  readonly version: string;
  readonly url: string;
  readonly startedAt: number;
  readonly now: number;
  /**
   * `live` means ready. `degraded`: connected, but what the bot posts does not come back to it, so that it may not hear others either;
   * `refused`: the server does not take the token, and is asked again every five minutes.
   */
  readonly link: "connecting" | "live" | "degraded" | "down" | "refused" | "stopped";
  /** Why it is degraded, down or refused; else empty. */
  readonly linkReason: string;
  /** When the connection last came about. */
  readonly liveSince: number;
  readonly reconnects: number;
  readonly updates: number;
  readonly handled: number;
  readonly failures: number;
  /** Updates that were turned away because too many waited. */
  readonly overflows: number;
  /** Frames and events that made no sense. */
  readonly refusedFrames: number;
  /** Updates that wait or are being handled. */
  readonly waiting: number;
  readonly administrators: number;
  /** Whether the server reaches the bot, as it came out last time. */
  readonly callbacks: CallbackReport;
  /** Where the bot, or a plugin, is silent because it answered too often. */
  readonly muted: readonly Muted[];
  /** When everything was held up, and by what; the last ones. */
  readonly holds: readonly Hold[];
}

/** A command of a bot. */
export type BotCommand = Command<CommandContext>;

/** A message that is addressed to the bot and that no command answers. */
export type UnknownCommand = UnknownCall<CommandContext>;

/** What commands there are, and for whom. */
export interface CommandBook {
  /** What commands begin with in channels; the first is the one to show. */
  readonly prefixes: readonly string[];
  /** Those that the person may see and run, by alphabet. */
  visible(ctx: CommandContext): Promise<readonly BotCommand[]>;
  /** Those that may have been meant and that the person may see, most likely first. */
  near(ctx: CommandContext, typed: string): Promise<readonly BotCommand[]>;
  /** Whether the person may run it, with some arguments at least. */
  may(ctx: CommandContext, command: BotCommand): Promise<boolean>;
  /** The command of exactly this name or alias. */
  get(name: string): BotCommand | undefined;
  /** Those whose names go on from `name`: for `plugin`, `plugin list` and `plugin info`. */
  group(name: string): readonly BotCommand[];
  /**
   * Runs a call, without its prefix, as if the person had written it here: rights, hooks and all. Resolves with whether it names a command.
   *
   * @param lead what stands in front of commands in this place
   */
  call(ctx: CommandContext, line: string, lead: string): Promise<boolean>;
  /** Those that run now, the newest first. */
  running(): readonly RunningCommand[];
}

/** Around every command of the bot. */
export type BotHooks = CommandHooks<CommandContext>;

/** What was found out about somebody and a call. */
export interface AccessExplanation {
  readonly command: string;
  readonly decision: Decision;
  /** Whether the arguments could be understood, so that rules about them were asked. */
  readonly isParsed: boolean;
}

/** Who may run what. Whoever changes it has to be an administrator of the bot; the bot sees to it. */
export interface AccessBook {
  /** Ids of those who administer the bot: for what they have to know. */
  administrators(): readonly Id[];
  /** All rules, in the order in which they are asked. @throws StoreError. */
  list(): Promise<readonly ListedRule[]>;
  /** Makes a rule, by default the first. @throws UserError when it is none, or the person may not. */
  add(ctx: CommandContext, rule: AccessRule, more?: NewRule): Promise<ListedRule>;
  /** Removes a rule that was made from chat. Returns it in words. @throws UserError when there is none, or the person may not. */
  remove(ctx: CommandContext, id: string): Promise<string>;
  /** Changes and consents, the newest first. @throws StoreError. */
  audit(limit: number): Promise<readonly AuditEntry[]>;
  /** Whether somebody could make a call here, and why. @throws UserError when it calls no command. */
  explain(ctx: CommandContext, who: Author, line: string): Promise<AccessExplanation>;
}

/** A plugin's own part of a bot. Whatever is registered here goes when the plugin goes. */
export interface PluginScope {
  readonly name: string;
  readonly log: Log;
  /** The plugin's own: other plugins see none of its keys. */
  readonly store: Store;
  /** The same store as part of a transaction: of what `ctx.write` is given. */
  storeIn(tx: Pick<Transaction, "store">): Store;
  /** Tokens and passwords of the plugin: kept as the store keeps things, but locked. */
  readonly secrets: Secrets;
  /** The plugin's own figures: `bot.metrics.count("greetings")`. */
  readonly metrics: Metrics;
  /** The bot itself. */
  readonly me: Me;
  readonly commands: CommandBook;
  /** Everything that is planned for times, of the whole bot. */
  readonly schedules: ScheduleBook;
  /** What wizards there are, and who is in the middle of one. */
  readonly wizards: WizardBook;
  readonly access: AccessBook;
  /** What an operator needs of the running bot: its log, what it has to send, why it did or did not answer. */
  readonly operations: Operations;
  /** Middleware and sessions around what this plugin registers, and kinds of jobs. */
  use(...usables: readonly Usable[]): this;
  on<W extends FilterWord>(word: W, handler: Handler<ContextOf<W>>, options?: ListenOptions): this;
  hears(pattern: string | RegExp, handler: HearsAllHandler, options: HearsOptions & { readonly all: true }): this;
  hears(pattern: string | RegExp, handler: HearsHandler, options?: HearsOptions & { readonly all?: false }): this;
  /** @throws TypeError for a name that nobody could type, Error when the name is taken. */
  command<Shape extends z.ZodRawShape = NoArguments>(
    name: string,
    spec: CommandSpec<Shape>,
    handler: CommandHandler<CommandContext, Shape>,
  ): this;
  /** Adds a command that was made before, now or at any later time. Returns what takes it away again. @throws Error when its name is taken. */
  add(command: BotCommand): () => void;
  /** Puts hooks around all commands of the bot, in the order in which they are added. */
  around(hooks: BotHooks): this;
  /** Sets what answers a message that is addressed to the bot and names no command. */
  unknown(handler: (ctx: CommandContext, call: UnknownCommand) => unknown): this;
  /** Plans something for times, see `every`; its full name has the plugin's before it. @throws MisuseError when it cannot be. */
  every(...given: EveryArguments): this;
  /** Adds a kind of work that is done later, once, and returns what asks for it. See `job`. @throws MisuseError for a name that is none. */
  job<Payload>(...given: JobArguments<Payload>): JobKind<Payload>;
  /** Called when the plugin goes. */
  dispose(undo: () => void): this;
  /**
   * Adds a hook: a path that others call over HTTP. @throws MisuseError when the path lies outside the door's base, or is taken.
   */
  hook<const Spec extends HookSpec>(path: string, spec: Spec, handler: HookHandler<Spec>): this;
  plugins(): readonly PluginInfo[];
  /** Everything that can be done with the plugins of the bot, this one included. */
  readonly manage: PluginManager;
  /** All hooks of the bot, by their paths. */
  hooks(): readonly HookInfo[];
  status(): BotStatus;
  /** Has the server call the bot, and tells whether that got there and back, and if not, why. Never rejects. */
  testCallbacks(): Promise<CallbackReport>;
}
