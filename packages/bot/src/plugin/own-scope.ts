/** A plugin's own part of a bot: whatever is registered here goes when the plugin goes. Made by `plugins.ts` for each time that a plugin is set up. */
import type * as z from "zod";
import type { CallbackReport } from "../callbacks/try.ts";
import { type CommandHandler, type CommandSpec, type NoArguments, command } from "../command/command.ts";
import type { CommandRouter } from "../command/router.ts";
import { type MiddlewareFn, run } from "../listen/composer.ts";
import type { CommandContext, Context, Me } from "../context/context.ts";
import { MisuseError } from "../errors.ts";
import type { ContextOf, FilterWord } from "../listen/filters.ts";
import type { HookInfo } from "../install/hook-book.ts";
import { hook } from "../hook/hook.ts";
import type { HookHandler, HookSpec } from "../hook/spec.ts";
import { type Usable, type Workplace, isInstallable, isMiddleware } from "../install/install.ts";
import {
  type Handler,
  type HearsAllHandler,
  type HearsHandler,
  type HearsOptions,
  type ListenOptions,
  Listeners,
} from "../listen/listeners.ts";
import { type Log, errorFacts, withFacts } from "../log/log.ts";
import type { ReplayPolicy } from "../update/replay.ts";
import { storeBelow } from "../store/below.ts";
import type { ScheduleBook } from "../schedule/book.ts";
import { type JobArguments, type JobKind, job } from "../jobs/job.ts";
import { type EveryArguments, every } from "../schedule/every.ts";
import type { Secrets } from "../store/secrets.ts";
import type { Store } from "../store/store.ts";
import type { Operations } from "./operations.ts";
import type { WizardBook } from "../wizard/book.ts";
import { OwnMetrics } from "./metrics.ts";
import type {
  AccessBook,
  BotCommand,
  BotHooks,
  BotStatus,
  CommandBook,
  PluginInfo,
  PluginManager,
  PluginScope,
  UnknownCommand,
} from "./scope.ts";

/** What the bot lends to its plugins. */
export interface Lent {
  readonly router: CommandRouter<CommandContext>;
  readonly log: Log;
  readonly store: Store;
  readonly commands: CommandBook;
  readonly schedules: ScheduleBook;
  readonly wizards: WizardBook;
  readonly access: AccessBook;
  readonly operations: Operations;
  readonly replay: ReplayPolicy | undefined;
  /** The place where what a plugin uses registers itself. */
  workplace(owner: string, log: Log): Workplace;
  me(): Me;
  status(): BotStatus;
  testCallbacks(): Promise<CallbackReport>;
  hooks(): readonly HookInfo[];
}

export class OwnScope implements PluginScope {
  readonly name: string;
  readonly log: Log;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly commands: CommandBook;
  readonly schedules: ScheduleBook;
  readonly wizards: WizardBook;
  readonly manage: PluginManager;
  readonly access: AccessBook;
  readonly metrics = new OwnMetrics();
  readonly operations: Operations;
  listeners: Listeners;
  readonly #parts: Lent;
  readonly #workplace: Workplace;
  readonly #undo: (() => void)[] = [];
  #isClosed = false;

  constructor(name: string, parts: Lent, manage: PluginManager) {
    this.name = name;
    this.log = withFacts(parts.log, { plugin: name });
    this.store = this.storeIn(parts);
    this.#workplace = this.#around(parts.workplace(name, this.log));
    this.secrets = this.#workplace.secrets;
    this.commands = parts.commands;
    this.schedules = parts.schedules;
    this.wizards = parts.wizards;
    this.manage = manage;
    this.access = parts.access;
    this.operations = parts.operations;
    this.listeners = new Listeners(name, parts.replay);
    this.#parts = parts;
  }

  get me(): Me {
    return this.#parts.me();
  }

  storeIn({ store }: { readonly store: Store }): Store {
    return storeBelow(store, `plugin/${this.name}/`);
  }

  status(): BotStatus {
    return this.#parts.status();
  }

  testCallbacks(): Promise<CallbackReport> {
    return this.#parts.testCallbacks();
  }

  plugins(): readonly PluginInfo[] {
    return this.manage.list();
  }

  hooks(): readonly HookInfo[] {
    return this.#parts.hooks();
  }

  hook<const Spec extends HookSpec>(path: string, spec: Spec, handler: HookHandler<Spec>): this {
    return this.use(hook(path, spec, handler));
  }

  use(...usables: readonly Usable[]): this {
    this.#open.use(usables.filter(isMiddleware));
    for (const usable of usables) if (isInstallable(usable)) this.dispose(usable.install(this.#workplace));
    return this;
  }

  /** What is addressed to something of the plugin goes through the plugin's middleware. */
  #around(bots: Workplace): Workplace {
    return {
      ...bots,
      take: (kind, name, act) =>
        bots.take(kind, name, (ctx) =>
          run(
            this.listeners.around(() => act(ctx)),
            ctx as Context,
          ),
        ),
    };
  }

  on<W extends FilterWord>(word: W, handler: Handler<ContextOf<W>>, options?: ListenOptions): this {
    this.#open.on(word, handler, options);
    return this;
  }

  hears(pattern: string | RegExp, handler: HearsHandler | HearsAllHandler, options?: HearsOptions): this {
    this.#open.hears(pattern, handler, options);
    return this;
  }

  command<Shape extends z.ZodRawShape = NoArguments>(
    name: string,
    spec: CommandSpec<Shape>,
    handler: CommandHandler<CommandContext, Shape>,
  ): this {
    this.add(command<CommandContext, Shape>(name, spec, handler));
    return this;
  }

  add(made: BotCommand): () => void {
    const remove = this.#parts.router.add(ownedBy(this.name, made, (inner) => this.listeners.around(inner)));
    this.dispose(remove);
    return remove;
  }

  around(hooks: BotHooks): this {
    return this.dispose(this.#parts.router.hooks(hooks));
  }

  unknown(handler: (ctx: CommandContext, call: UnknownCommand) => unknown): this {
    return this.dispose(this.#parts.router.onUnknown(handler));
  }

  every(...given: EveryArguments): this {
    return this.use(every(...given));
  }

  job<Payload>(...given: JobArguments<Payload>): JobKind<Payload> {
    const kind = job(...given);
    this.use(kind);
    return kind;
  }

  dispose(undo: () => void): this {
    if (this.#isClosed) {
      undo();
      throw this.#gone();
    }
    this.#undo.push(undo);
    return this;
  }

  /** The listeners of a plugin that is still there. */
  get #open(): Listeners {
    if (this.#isClosed) throw this.#gone();
    return this.listeners;
  }

  #gone(): MisuseError {
    return new MisuseError(`the plugin ${this.name} has gone and can register nothing more`);
  }

  /** Takes back everything, the last thing first. What cannot be taken back is logged, and the rest goes all the same. */
  close(): void {
    this.#isClosed = true;
    for (const undo of this.#undo.splice(0).toReversed()) {
      try {
        undo();
      } catch (error) {
        this.log.error({ error: errorFacts(error) }, "something of a plugin could not be taken back");
      }
    }
    this.listeners = new Listeners(this.name, this.#parts.replay);
  }
}

/** The same command, with its owner's name on it and its owner's middleware around it. */
export function ownedBy(
  owner: string,
  made: BotCommand,
  around: (inner: MiddlewareFn<Context>) => MiddlewareFn<Context>,
): BotCommand {
  return {
    ...made,
    owner,
    async read(ctx, call) {
      const reading = await made.read(ctx, call);
      if ("answer" in reading) return reading;
      return {
        ...reading,
        run: () =>
          run(
            around(() => reading.run()),
            ctx as Context,
          ),
      };
    },
  };
}
