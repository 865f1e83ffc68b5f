/** Keeps the plugins of a bot: sets each up in a scope of its own, and goes on without those that fail. */
import type * as z from "zod";
import type { CallbackReport } from "../callbacks/try.ts";
import { type CommandHandler, type CommandSpec, type NoArguments, command } from "../command/command.ts";
import type { CommandRouter } from "../command/router.ts";
import { type MiddlewareFn, concat, run } from "../composer.ts";
import type { CommandContext, Context, Me } from "../context.ts";
import { MisuseError } from "../errors.ts";
import type { ContextOf, FilterWord } from "../filters.ts";
import type { HookInfo } from "../hook-book.ts";
import { hook } from "../hook/hook.ts";
import type { HookHandler, HookSpec } from "../hook/spec.ts";
import { type Usable, type Workplace, isInstallable, isMiddleware } from "../install.ts";
import { type Handler, type HearsHandler, type ListenOptions, Listeners } from "../listeners.ts";
import { type Log, errorFacts, withFacts } from "../log.ts";
import type { ReplayPolicy } from "../replay.ts";
import { storeBelow } from "../store/below.ts";
import type { ScheduleBook } from "../schedule/book.ts";
import { type EveryArguments, every } from "../schedule/every.ts";
import type { Secrets } from "../store/secrets.ts";
import type { Store } from "../store/store.ts";
import type { Plugin } from "./plugin.ts";
import type { BotCommand, BotStatus, CommandBook, PluginInfo, PluginScope, UnknownCommand } from "./scope.ts";

/** What the bot lends to its plugins. */
export interface PluginHostParts {
  readonly router: CommandRouter<CommandContext>;
  readonly log: Log;
  readonly store: Store;
  readonly commands: CommandBook;
  readonly schedules: ScheduleBook;
  readonly replay: ReplayPolicy | undefined;
  /** The place where what a plugin uses registers itself. */
  workplace(owner: string, log: Log): Workplace;
  me(): Me;
  status(): BotStatus;
  testCallbacks(): Promise<CallbackReport>;
  hooks(): readonly HookInfo[];
}

interface Entry {
  readonly plugin: Plugin;
  readonly config: unknown;
  readonly scope: Scope;
  state: PluginInfo["state"];
  reason: string;
}

export class PluginHost {
  readonly #parts: PluginHostParts;
  readonly #entries: Entry[] = [];

  constructor(parts: PluginHostParts) {
    this.#parts = parts;
  }

  /** @throws MisuseError when there is one of this name already. */
  add(plugin: Plugin, config: unknown): void {
    if (this.#entries.some((entry) => entry.plugin.name === plugin.name))
      throw new MisuseError(`there is a plugin called ${plugin.name} already`);
    const scope = new Scope(plugin.name, this.#parts, () => this.infos());
    this.#entries.push({ plugin, config, scope, state: "active", reason: "" });
  }

  /** Sets all up. One that throws loses what it registered, is named in the log, and the others go on. */
  async setUp(): Promise<void> {
    for (const entry of this.#entries) {
      try {
        await entry.plugin.setup(entry.scope, entry.config);
      } catch (error) {
        entry.scope.close();
        Object.assign(entry, { state: "failed", reason: error instanceof Error ? error.message : String(error) });
        this.#parts.log.error({ plugin: entry.plugin.name, error: errorFacts(error) }, "a plugin could not be set up");
      }
    }
  }

  /** Takes back everything that plugins registered, the last one first. */
  close(): void {
    for (const { scope } of this.#entries.toReversed()) scope.close();
  }

  infos(): PluginInfo[] {
    return this.#entries.map(({ plugin: { name, version, about }, state, reason }) => ({
      name,
      version,
      about,
      state,
      reason,
    }));
  }

  get hasListeners(): boolean {
    return this.#entries.some(({ scope }) => !scope.listeners.isEmpty);
  }

  /** The listeners of all plugins, one after another. */
  readonly chain: MiddlewareFn<Context> = concat(() => this.#entries.map(({ scope }) => scope.listeners.chain));
}

class Scope implements PluginScope {
  readonly name: string;
  readonly log: Log;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly commands: CommandBook;
  readonly schedules: ScheduleBook;
  readonly plugins: () => readonly PluginInfo[];
  listeners: Listeners;
  readonly #parts: PluginHostParts;
  readonly #workplace: Workplace;
  readonly #undo: (() => void)[] = [];

  constructor(name: string, parts: PluginHostParts, plugins: () => readonly PluginInfo[]) {
    this.name = name;
    this.log = withFacts(parts.log, { plugin: name });
    this.store = this.storeIn(parts);
    this.#workplace = this.#around(parts.workplace(name, this.log));
    this.secrets = this.#workplace.secrets;
    this.commands = parts.commands;
    this.schedules = parts.schedules;
    this.plugins = plugins;
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

  hooks(): readonly HookInfo[] {
    return this.#parts.hooks();
  }

  hook<const Spec extends HookSpec>(path: string, spec: Spec, handler: HookHandler<Spec>): this {
    return this.use(hook(path, spec, handler));
  }

  use(...usables: readonly Usable[]): this {
    this.listeners.use(usables.filter(isMiddleware));
    for (const usable of usables) if (isInstallable(usable)) this.#undo.push(usable.install(this.#workplace));
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
    this.listeners.on(word, handler, options);
    return this;
  }

  hears(pattern: string | RegExp, handler: HearsHandler, options?: ListenOptions): this {
    this.listeners.hears(pattern, handler, options);
    return this;
  }

  command<Shape extends z.ZodRawShape = NoArguments>(
    name: string,
    spec: CommandSpec<Shape>,
    handler: CommandHandler<CommandContext, Shape>,
  ): this {
    const made = command<CommandContext, Shape>(name, spec, handler);
    this.#undo.push(this.#parts.router.table.add(ownedBy(this.name, made, (inner) => this.listeners.around(inner))));
    return this;
  }

  unknown(handler: (ctx: CommandContext, call: UnknownCommand) => unknown): this {
    this.#undo.push(this.#parts.router.onUnknown(handler));
    return this;
  }

  every(...given: EveryArguments): this {
    return this.use(every(...given));
  }

  dispose(undo: () => void): this {
    this.#undo.push(undo);
    return this;
  }

  close(): void {
    for (const undo of this.#undo.splice(0).toReversed()) undo();
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
    async run(ctx, call) {
      ctx.handledBy = `${owner} command ${made.name}`;
      await run(
        around(() => made.run(ctx, call)),
        ctx as Context,
      );
    },
  };
}
