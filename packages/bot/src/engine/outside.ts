/** What the world outside meets of a bot: its HTTP door, its slash commands behind it, and the proof that the server gets there. Made by the engine. */
import { SelfTest } from "../callbacks/self-test.ts";
import type { Look } from "../callbacks/look.ts";
import type { CommandTable } from "../command/table.ts";
import { type Triggered, triggersOf } from "../command/triggers.ts";
import type { Me } from "../context/context.ts";
import { Door } from "../door/door.ts";
import { type HealthParts, healthRoutes } from "../door/health.ts";
import { type Family, metricsRoute } from "../door/metrics.ts";
import type { Workplace } from "../install/install.ts";
import type { Log } from "../log/log.ts";
import type { BotOptions } from "../options.ts";
import { SlashCommands } from "../slash/slash.ts";

export interface OutsideParts extends HealthParts {
  readonly log: Log;
  readonly table: () => CommandTable<Triggered & { readonly aliases: readonly string[] }>;
  readonly me: () => Me;
  readonly look: Look | undefined;
  readonly figures: () => Promise<readonly Family[]>;
}

export class Outside {
  readonly door: Door;
  readonly slash: SlashCommands;
  readonly selfTest: SelfTest;
  readonly #options: BotOptions;

  /** @throws MisuseError when an address cannot be one. */
  constructor(options: BotOptions, parts: OutsideParts) {
    const { callbackUrl: url, callbackPath: path, trustedProxies } = options;
    const { log, clock, table, me, look } = parts;
    const isLive = (): boolean => parts.link().link === "live";
    const isOver = (): boolean => parts.link().link === "stopped";
    this.#options = options;
    this.door = new Door({ url, path, trustedProxies, clock, log });
    for (const route of healthRoutes(parts)) this.door.add(route);
    if (options.metrics !== undefined) this.door.add(metricsRoute(options.metrics, parts.figures));
    this.selfTest = new SelfTest({ look, isLive, isOver });
    this.slash = new SlashCommands({
      options: options.slash || {},
      wanted: () => triggersOf(table().all(), me().username),
      has: (trigger) => table().triggers.has(trigger),
      isLive,
      isOver,
    });
  }

  /** Without an address nobody can call. */
  install(workplace: Workplace): void {
    const { callbackUrl, slash } = this.#options;
    if (callbackUrl === undefined) return;
    this.selfTest.install(workplace);
    if (slash !== false) this.slash.install(workplace);
  }

  /** As far as is known: what was not tried yet is thought to work. */
  get isReached(): boolean {
    return this.#options.callbackUrl !== undefined && this.selfTest.report.state !== "fails";
  }

  /** The bot runs. */
  async open(): Promise<void> {
    this.door.open();
    await this.selfTest.run();
    await this.slash.open();
  }
}
