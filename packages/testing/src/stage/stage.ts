/**
 * A stage: a bot, the demo town and a clock, in one process and without a network. Whatever a person does there resolves when the
 * bot has come to rest, so a test never waits and never sleeps.
 */
import { type Clock, ManualClock } from "@matterwright/clock";
import { type DemoTown, Simulator, type SimulatorOptions, demoTown } from "@matterwright/sim";
import { type Bot, type BotOptions, type Durable, type LogLevel, Vault, memoryDurable } from "matterwright";
import { Actor } from "./actor.ts";
import { Life } from "./life.ts";
import { milliseconds } from "./lengths.ts";
import { rested } from "./rest.ts";
import { callsTo, httpInto, socketInto } from "./transports.ts";

/** The address by which the bot knows the town, and the town itself. */
const SITE_URL = "http://simulator";

/** One line that the bot logged. */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface StageOptions {
  /** Of the simulated server. */
  readonly settings?: NonNullable<SimulatorOptions["settings"]>;
  /**
   * Where the town reaches the bot, `http://bot` by default, without any network: slash commands, buttons and hooks work. `false`: nowhere,
   * as for a bot behind a firewall.
   */
  readonly callbackUrl?: string | false;
  /** Where other integrations stand: answers the server's calls that are not for the bot. By default nobody does. */
  readonly outside?: NonNullable<SimulatorOptions["outside"]>;
  /** Where the clock stands first, in Unix milliseconds; a Thursday morning by default. */
  readonly startMs?: number;
  /** Makes the engine that keeps what the bot keeps; in memory by default. The stage closes it. */
  readonly durable?: (clock: Clock) => Durable;
}

interface StageParts extends Pick<Stage, "clock" | "sim" | "town" | "log" | "durable"> {
  /** What a bot needs that lives as long as it is said. */
  readonly optionsFor: (life: Life) => BotOptions;
  readonly make: (options: BotOptions) => Bot;
}

export class Stage implements AsyncDisposable {
  readonly clock: ManualClock;
  readonly sim: Simulator;
  readonly town: DemoTown;
  /** Everything that the bot logged, in order. */
  readonly log: readonly LogLine[];
  /** What the bot keeps, through restarts and deaths. */
  readonly durable: Durable;
  readonly #optionsFor: StageParts["optionsFor"];
  #make: StageParts["make"];
  readonly #actors = new Map<string, Actor>();
  #life = new Life();
  #bot: Bot;

  /** Made by `stage()`. */
  constructor({ clock, sim, town, log, durable, optionsFor, make }: StageParts) {
    this.clock = clock;
    this.sim = sim;
    this.town = town;
    this.log = log;
    this.durable = durable;
    this.#optionsFor = optionsFor;
    this.#make = make;
    this.#bot = make(optionsFor(this.#life));
  }

  /** The bot that lives now. */
  get bot(): Bot {
    return this.#bot;
  }

  /** The life of that bot, for tests that end it at a chosen moment. */
  get life(): Life {
    return this.#life;
  }

  /** Starts the bot. @throws what `bot.start()` throws. */
  async start(): Promise<void> {
    await this.#passing(this.#bot.start());
    await this.rest();
    // What is said from now on is said after the start.
    this.clock.advance(1);
    await this.rest();
  }

  /** Stops the bot, as an operator would. */
  async stop(): Promise<void> {
    await this.#passing(this.#bot.stop());
    this.#life.end();
  }

  /** Ends the bot in the middle of whatever it does, as `kill -9` would. */
  kill(): void {
    this.#life.end();
  }

  /**
   * Starts the bot again, a new one in the same town and with the same durable state; stops the old one first if it lives.
   *
   * @param make another program, as after an upgrade
   */
  async restart(make: StageParts["make"] = this.#make): Promise<void> {
    if (!this.#life.isOver) await this.stop();
    this.#life = new Life();
    this.#make = make;
    this.#bot = make(this.#optionsFor(this.#life));
    await this.start();
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
      activity: () => this.sim.activity + this.#bot.status().updates + this.#life.crossings,
      open: () => (this.#life.isOver ? 0 : this.#bot.status().waiting) + this.sim.openRequests,
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

  /** Lets the time pass that something takes, ten minutes at most. */
  async #passing(work: Promise<void>): Promise<void> {
    const over = work.then(
      () => true,
      () => true,
    );
    const isOver = (): Promise<boolean> => Promise.race([over, Promise.resolve(false)]);
    const untilMs = this.clock.now() + 600_000;
    await this.rest();
    while (!(await isOver()) && this.clock.step(untilMs)) await this.rest();
    if (!(await isOver())) throw new Error("the bot neither starts nor stops");
    return work;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#life.isOver) await this.#bot.stop({ drainMs: 0 });
    this.#life.end();
    this.sim.stop();
    await this.durable.close();
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
  { settings = {}, callbackUrl = "http://bot", outside, startMs, durable: open = memoryDurable }: StageOptions = {},
): Promise<Stage> {
  const clock = new ManualClock(startMs);
  const sim = new Simulator({
    clock,
    settings: { "ServiceSettings.SiteURL": SITE_URL, ...settings },
    outside: callsTo(callbackUrl, { bot: () => built, others: outside }),
  });
  const town = demoTown(sim);
  const log: LogLine[] = [];
  const at =
    (level: LogLevel) =>
    (facts: Readonly<Record<string, unknown>>, message: string): void =>
      void log.push({ level, message, facts });
  const random = counting();
  const durable = open(clock);
  const built = new Stage({
    clock,
    sim,
    town,
    log,
    durable,
    make,
    optionsFor: (life) => ({
      url: SITE_URL,
      token: town.bot.token,
      ...(callbackUrl === false ? {} : { callbackUrl }),
      admins: ["ann"],
      clock: life.clock(clock),
      http: life.http(httpInto(sim)),
      connect: life.connect(socketInto(sim)),
      durable: life.durable(durable),
      vault: new Vault(["the secret of a stage, of which everybody knows"]),
      random,
      log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
    }),
  });
  await built.start();
  return built;
}

/** Chance that is the same in every run. */
function counting(): () => number {
  let drawn = 0;
  return () => (drawn++ * 0.618_033_988_75) % 1;
}
