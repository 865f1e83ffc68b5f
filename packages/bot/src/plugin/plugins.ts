/** Keeps the plugins of a bot: sets each up in a scope of its own, goes on without those that fail, and changes them while the bot runs. */
import type { Clock } from "@matterwright/clock";
import { type MiddlewareFn, concat } from "../listen/composer.ts";
import type { Context } from "../context/context.ts";
import { MisuseError, UserError, messageOf } from "../errors.ts";
import type { FilterWord } from "../listen/filters.ts";
import { errorFacts } from "../log/log.ts";
import { closest } from "../text/distance.ts";
import type { Vault } from "../store/vault.ts";
import { Configurations, changed, shown } from "./configuration.ts";
import { type ConfigsSource, pointOutStrange, requireFitting } from "./judge.ts";
import { dependentsOf, inOrder, needOf } from "./order.ts";
import { type Lent, OwnScope } from "./own-scope.ts";
import type { IncludeOptions, Plugin, PluginConfig, PluginInfo, PluginManager, PluginOrigin } from "./scope.ts";
import { requireNeeds, setUpInTime } from "./set-up.ts";

const BLOCKED = "plugins/blocked/";

export interface PluginsParts extends Lent {
  readonly clock: Clock;
  readonly options: {
    readonly vault?: Vault;
    /** What the program configures plugins with, by their names. */
    readonly pluginConfigs?: Readonly<Record<string, unknown>>;
    /** Where these stand. */
    readonly pluginConfigsSource?: ConfigsSource;
  };
}

interface Entry {
  plugin: Plugin;
  /** What the program gave it. */
  readonly given: unknown;
  /** Where that stands, if the program said so. */
  readonly source: ConfigsSource | undefined;
  origin: PluginOrigin | undefined;
  scope: OwnScope | undefined;
  state: PluginInfo["state"];
  reason: string;
}

export class Plugins implements PluginManager {
  readonly #parts: PluginsParts;
  readonly #configs: Configurations;
  readonly #entries = new Map<string, Entry>();
  /** One change after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: PluginsParts) {
    this.#parts = parts;
    this.#configs = new Configurations(parts.store, parts.options.vault);
  }

  /** @throws MisuseError when there is one of this name already, or it needs what cannot be a plugin. */
  add(plugin: Plugin, config: unknown, origin?: PluginOrigin): void {
    if (this.#entries.has(plugin.name)) throw new MisuseError(`there is a plugin called ${plugin.name} already`);
    for (const need of plugin.needs) needOf(need);
    const { pluginConfigs = {}, pluginConfigsSource: from = { file: "the configuration" } } = this.#parts.options;
    const given = config ?? pluginConfigs[plugin.name];
    if (config !== undefined && plugin.name in pluginConfigs && pluginConfigs[plugin.name] !== config)
      this.#parts.log.warn(
        { plugin: plugin.name, in: from.file },
        `the plugin ${plugin.name} is configured by settings of the bot: what ${from.file} says of it has no effect`,
      );
    const source = config === undefined && given !== undefined ? from : undefined;
    this.#entries.set(plugin.name, { plugin, given, source, origin, scope: undefined, state: "inactive", reason: "" });
  }

  /** Sets all up, those that are needed first. One that fails loses what it registered, is named in the log, and the others go on. */
  async setUp(): Promise<void> {
    const { order, circles } = inOrder([...this.#entries.values()].map(({ plugin }) => plugin));
    for (const { name } of order) {
      const entry = this.#entries.get(name) as Entry;
      await this.#begin(entry, circles.get(name));
    }
  }

  /** Sets one up for the first time, unless it is blocked or needs itself. */
  async #begin(entry: Entry, circle?: string): Promise<boolean> {
    const blocked = (await this.#parts.store.get(BLOCKED + entry.plugin.name)) as Pick<Entry, "reason"> | undefined;
    if (blocked === undefined && circle === undefined) return this.#start(entry);
    if (blocked === undefined) this.#fail(entry, new Error(`it needs itself: ${circle}`));
    else Object.assign(entry, { state: "blocked", reason: blocked.reason });
    return false;
  }

  /** Takes back everything that plugins registered, the last one first. */
  close(): void {
    for (const { scope } of [...this.#entries.values()].toReversed()) scope?.close();
  }

  get hasListeners(): boolean {
    return [...this.#entries.values()].some(({ scope }) => scope?.listeners.isEmpty === false);
  }

  listensFor(word: FilterWord): boolean {
    return [...this.#entries.values()].some(({ scope }) => scope?.listeners.listensFor(word) === true);
  }

  /** The listeners of all plugins, one after another. */
  readonly chain: MiddlewareFn<Context> = concat(() =>
    [...this.#entries.values()].flatMap(({ scope }) => (scope === undefined ? [] : [scope.listeners.chain])),
  );

  list(): readonly PluginInfo[] {
    return [...this.#entries.values()].map(
      ({ plugin: { name, version, about, needs }, state, reason, origin, scope }) => ({
        name,
        version,
        about,
        needs,
        state,
        reason,
        figures: scope?.metrics.figures() ?? {},
        file: origin?.file,
      }),
    );
  }

  activate(name: string): Promise<void> {
    return this.#change(async () => {
      const entry = this.#find(name);
      if (entry.state === "active") throw new UserError(`The plugin ${name} is active already.`);
      if (entry.state === "blocked")
        throw new UserError(`The plugin ${name} is blocked${because(entry.reason)}: unblock it first.`);
      await this.#startFor(entry);
    });
  }

  deactivate(name: string): Promise<void> {
    return this.#change(async () => {
      const entry = this.#find(name);
      if (entry.state !== "active") throw new UserError(`The plugin ${name} is not active.`);
      this.#stop(entry, "inactive");
    });
  }

  block(name: string, reason = ""): Promise<void> {
    return this.#change(async () => {
      const entry = this.#find(name);
      if (entry.state === "active") this.#stop(entry, "blocked");
      await this.#parts.store.set(BLOCKED + name, { reason });
      Object.assign(entry, { state: "blocked", reason });
    });
  }

  unblock(name: string): Promise<void> {
    return this.#change(async () => {
      const entry = this.#find(name);
      if (entry.state !== "blocked") throw new UserError(`The plugin ${name} is not blocked.`);
      await this.#parts.store.delete(BLOCKED + name);
      Object.assign(entry, { state: "inactive", reason: "" });
      await this.#startFor(entry);
    });
  }

  include(plugin: Plugin, { origin, mayFail = false }: IncludeOptions = {}): Promise<void> {
    return this.#change(async () => {
      const { name } = plugin;
      if (this.#entries.has(name)) throw new UserError(`There is a plugin called ${name} already.`);
      this.add(plugin, undefined, origin);
      const entry = this.#find(name);
      if (await this.#begin(entry)) return this.#startWaiting(name);
      if (entry.state === "blocked" || mayFail) return;
      this.#entries.delete(name);
      throw new UserError(`The plugin ${name} could not be set up: ${entry.reason}`);
    });
  }

  remove(name: string, { isForced = false }: { readonly isForced?: boolean } = {}): Promise<void> {
    return this.#change(async () => {
      const entry = this.#find(name);
      const dependents = isForced ? this.#dependents(entry.plugin.name).filter(({ state }) => state === "active") : [];
      for (const each of dependents.toReversed()) this.#stop(each, "inactive");
      if (entry.state === "active") this.#stop(entry, "inactive");
      this.#entries.delete(entry.plugin.name);
      for (const each of dependents) await this.#start(each);
    });
  }

  reload(name: string, origin?: PluginOrigin): Promise<void> {
    return this.#change(async () => {
      const entry = this.#find(name);
      if (entry.state === "blocked") throw new UserError(`The plugin ${name} is blocked: unblock it first.`);
      const before = { plugin: entry.plugin, origin: entry.origin };
      const after = { origin: origin ?? entry.origin, plugin: await this.#loadAnew(entry, origin ?? entry.origin) };
      const become = (made: typeof before): void => {
        this.#entries.delete(entry.plugin.name);
        Object.assign(entry, made);
        this.#entries.set(made.plugin.name, entry);
      };
      await this.#swap(entry, { change: () => become(after), back: () => become(before) });
    });
  }

  async config(name: string): Promise<PluginConfig> {
    const entry = this.#find(name);
    return shown(entry.plugin.schema, await this.#configOf(entry));
  }

  configure(name: string, changes: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    return this.#change(async () => {
      const entry = this.#find(name);
      const { schema } = entry.plugin;
      if (schema === undefined) throw new UserError(`The plugin ${name} has nothing to configure.`);
      const value = changes && changed((await this.#configOf(entry)) ?? {}, changes);
      const hidden = entry.source?.secrets;
      requireFitting(schema, { name, value: value ?? entry.given ?? {}, changes, hidden });
      const before = await this.#configs.get(name, schema);
      const keep = (wanted: unknown): Promise<void> => this.#configs.set(name, schema, wanted);
      if (entry.state === "blocked" || entry.state === "inactive") return keep(value);
      await this.#swap(entry, { change: () => keep(value), back: () => keep(before) });
    });
  }

  /** Sets a plugin and those that need it up anew, after a change; when it cannot be, all is as it was before. */
  async #swap(
    entry: Entry,
    { change, back }: { readonly change: () => Promise<void> | void; readonly back: () => Promise<void> | void },
  ): Promise<void> {
    const { name } = entry.plugin;
    const dependents = this.#dependents(name).filter(({ state }) => state === "active");
    const wasActive = entry.state === "active";
    for (const each of [...dependents].toReversed()) this.#stop(each, "inactive");
    if (wasActive) this.#stop(entry, "inactive");
    await change();
    const isUp = await this.#start(entry);
    const { reason } = entry;
    if (!isUp) {
      await back();
      if (wasActive) await this.#start(entry);
    }
    for (const each of dependents) await this.#start(each);
    if (!isUp)
      throw new UserError(
        `The plugin ${name} could not be set up that way${wasActive ? ", and is as it was before" : ""}: ${reason}`,
      );
  }

  /** Sets a plugin up for somebody who asked for it, and after it those that were waiting for it. */
  async #startFor(entry: Entry): Promise<void> {
    const { name } = entry.plugin;
    if (!(await this.#start(entry))) throw new UserError(`The plugin ${name} could not be set up: ${entry.reason}`);
    await this.#startWaiting(name);
  }

  /** Those that could not be set up without it may be now. */
  async #startWaiting(name: string): Promise<void> {
    for (const each of this.#dependents(name)) if (each.state === "failed") await this.#start(each);
  }

  async #start(entry: Entry): Promise<boolean> {
    const { plugin } = entry;
    const scope = new OwnScope(plugin.name, this.#parts, this);
    try {
      requireNeeds(plugin.needs, (name) => {
        const other = this.#entries.get(name);
        return other && { version: other.plugin.version, isActive: other.state === "active" };
      });
      const config = await this.#configOf(entry);
      const isGiven = config === entry.given;
      const source = isGiven ? entry.source : undefined;
      await setUpInTime(this.#parts.clock, plugin.setup(scope, config, source));
      if (!isGiven || source !== undefined) pointOutStrange({ ...plugin, value: config, source }, this.#parts.log);
      Object.assign(entry, { scope, state: "active", reason: "" });
      return true;
    } catch (error) {
      scope.close();
      this.#fail(entry, error);
      return false;
    }
  }

  #stop(entry: Entry, state: "blocked" | "inactive"): void {
    const { name } = entry.plugin;
    const needing = this.#dependents(name).filter((each) => each.state === "active");
    if (needing.length > 0)
      throw new UserError(
        `The plugin ${name} is needed by ${needing.map(({ plugin }) => plugin.name).join(", ")}: deactivate that first.`,
      );
    entry.scope?.close();
    Object.assign(entry, { scope: undefined, state, reason: "" });
  }

  #fail(entry: Entry, error: unknown): void {
    const reason = messageOf(error);
    Object.assign(entry, { scope: undefined, state: "failed", reason });
    this.#parts.log.error({ plugin: entry.plugin.name, error: errorFacts(error) }, "a plugin could not be set up");
  }

  async #configOf({ plugin: { name, schema }, given }: Entry): Promise<unknown> {
    return (await this.#configs.get(name, schema)) ?? given;
  }

  async #loadAnew({ plugin }: Entry, origin: PluginOrigin | undefined): Promise<Plugin> {
    if (origin === undefined) return plugin;
    const fresh = await origin.load().catch((error: unknown) => {
      const reason = messageOf(error);
      throw new UserError(`${origin.file} could not be loaded, so ${plugin.name} is as it was before: ${reason}`);
    });
    const wasBroken = plugin.name === origin.file;
    if (fresh.name === plugin.name || (wasBroken && !this.#entries.has(fresh.name))) return fresh;
    throw new UserError(`${origin.file} now has a plugin called ${fresh.name}, so ${plugin.name} is as it was before.`);
  }

  #dependents(name: string): Entry[] {
    const plugins = [...this.#entries.values()].map(({ plugin }) => plugin);
    return dependentsOf(name, plugins).map((plugin) => this.#entries.get(plugin.name) as Entry);
  }

  #find(name: string): Entry {
    const entry = this.#entries.get(name.toLowerCase()) ?? this.#entries.get(name);
    if (entry !== undefined) return entry;
    const names = [...this.#entries.keys()].toSorted();
    const near = closest(name, names);
    const hint = near === undefined ? "" : ` Did you mean ${near}?`;
    throw new UserError(`There is no plugin called ${name}: there are ${names.join(", ")}.${hint}`);
  }

  #change(act: () => Promise<void>): Promise<void> {
    const changing = this.#last.then(act);
    this.#last = changing.catch(() => {});
    return changing;
  }
}

function because(reason: string): string {
  return reason === "" ? "" : ` (${reason})`;
}
