/**
 * A stage: a bot, the demo town and a clock, in one process and without a network. Whatever a person does there resolves when the
 * bot has come to rest, so a test never waits and never sleeps.
 */
import { ManualClock } from "@matterwright/clock";
import { type DemoTown, Simulator, type SimulatorOptions, demoTown } from "@matterwright/sim";
import type { Bot, BotOptions, LogLevel } from "matterwright";
import { Actor } from "./actor.ts";
import { milliseconds } from "./lengths.ts";
import { rested } from "./rest.ts";
import { httpInto, socketInto } from "./transports.ts";

/** One line that the bot logged. */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface StageOptions {
  /** Of the simulated server. */
  readonly settings?: NonNullable<SimulatorOptions["settings"]>;
  /** Where the clock stands first, in Unix milliseconds; a Thursday morning by default. */
  readonly startMs?: number;
}

export class Stage implements AsyncDisposable {
  readonly clock: ManualClock;
  readonly sim: Simulator;
  readonly town: DemoTown;
  /** Everything that the bot logged, in order. */
  readonly log: readonly LogLine[];
  readonly bot: Bot;
  readonly #actors = new Map<string, Actor>();

  /** Made by `stage()`. */
  constructor(parts: Pick<Stage, "clock" | "sim" | "town" | "log" | "bot">) {
    this.clock = parts.clock;
    this.sim = parts.sim;
    this.town = parts.town;
    this.log = parts.log;
    this.bot = parts.bot;
  }

  /** Somebody of the town: `ann` (administrator), `ben` or `cat`. @throws Error for anybody else. */
  person(username: string): Actor {
    let actor = this.#actors.get(username);
    if (actor === undefined) {
      actor = new Actor(this.sim.person(username), () => this.rest());
      this.#actors.set(username, actor);
    }
    return actor;
  }

  /** Resolves when the bot does nothing more by itself. */
  rest(): Promise<void> {
    return rested({
      activity: () => this.sim.activity + this.bot.status().updates,
      open: () => this.sim.openRequests + this.bot.status().waiting,
    });
  }

  /**
   * Lets time pass. Everything that falls due on the way happens in its order, and the bot comes to rest after each.
   *
   * @param length `"1h"`, `"90s"`, `"1h30m"`, or milliseconds
   */
  async wait(length: string | number): Promise<void> {
    const untilMs = this.clock.now() + milliseconds(length);
    await this.rest();
    while (this.clock.step(untilMs)) await this.rest();
    this.clock.jump(untilMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bot.stop({ drainMs: 0 });
    this.sim.stop();
  }
}

/**
 * Puts a bot on a stage and starts it.
 *
 * @param make is given everything that the bot needs to find the town; ann is its administrator
 * @throws what `bot.start()` throws.
 * @example
 * await using town = await stage((options) => myBot(options));
 * const ann = town.person("ann");
 * await ann.says("!help");
 * expect(ann.sees).toContain("help");
 */
export async function stage(
  make: (options: BotOptions) => Bot,
  { settings = {}, startMs }: StageOptions = {},
): Promise<Stage> {
  const clock = new ManualClock(startMs);
  const sim = new Simulator({ clock, settings });
  const town = demoTown(sim);
  const log: LogLine[] = [];
  const at =
    (level: LogLevel) =>
    (facts: Readonly<Record<string, unknown>>, message: string): void =>
      void log.push({ level, message, facts });
  const bot = make({
    url: "http://simulator",
    token: town.bot.token,
    admins: ["ann"],
    clock,
    http: httpInto(sim),
    connect: socketInto(sim),
    random: counting(),
    log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
  });
  await bot.start();
  const built = new Stage({ clock, sim, town, log, bot });
  await built.rest();
  return built;
}

/** Chance that is the same in every run. */
function counting(): () => number {
  let drawn = 0;
  return () => (drawn++ * 0.618_033_988_75) % 1;
}
