/** A town with many channels and a bot that sends broadcasts there, for the tests of this package. */
import type { HttpTransport } from "@matterwright/client";
import { type Stage, type StageOptions, stage } from "@matterwright/testing";
import { Bot, type BotOptions, plugin } from "matterwright";
import type { Delivery, Draft, StartOptions, Target } from "../src/broadcast.ts";
import type { BroadcastDesk } from "../src/broadcasts.ts";
import { config } from "../src/config.ts";
import { made } from "../src/parts.ts";

/** A server that takes so many calls a second of each account, and so many at once before that. */
export function limiter(perSecond: number, burst: number) {
  return {
    "RateLimitSettings.Enable": true,
    "RateLimitSettings.PerSec": perSecond,
    "RateLimitSettings.MaxBurst": burst,
    "RateLimitSettings.VaryByRemoteAddr": false,
    "RateLimitSettings.VaryByUser": true,
  } as const;
}

export interface TownOptions extends StageOptions {
  /** How many channels there are to send to. */
  readonly channels?: number;
  readonly logChannel?: string;
  /** Whether the bot answers `!ping`. */
  readonly withCommand?: boolean;
  /** Around the bot's own options. */
  readonly around?: (options: BotOptions) => BotOptions;
}

export class SendingTown implements AsyncDisposable {
  readonly stage: Stage;
  readonly targets: readonly Target[];
  readonly annId: string;
  /** The direct channel of ann and the bot. */
  readonly direct: string;
  /** Every call of the bot, method and path. */
  readonly calls: readonly string[];
  /** The status of each answer to them. */
  readonly statuses: readonly number[];
  readonly #desk: () => BroadcastDesk;

  constructor(
    parts: Pick<SendingTown, "stage" | "targets" | "annId" | "direct" | "calls" | "statuses"> & {
      desk: () => BroadcastDesk;
    },
  ) {
    this.stage = parts.stage;
    this.targets = parts.targets;
    this.annId = parts.annId;
    this.direct = parts.direct;
    this.calls = parts.calls;
    this.statuses = parts.statuses;
    this.#desk = parts.desk;
  }

  /** Of the bot that lives now. */
  get broadcasts(): BroadcastDesk {
    return this.#desk();
  }

  draft(text: string, more: Partial<Draft> = {}): Draft {
    return { text, authorId: this.annId, ...more };
  }

  /** Begins a broadcast by ann, and lets everything happen that happens at once. */
  async start(
    text: string,
    more: Partial<Draft> & StartOptions & { readonly to?: readonly Target[] } = {},
  ): Promise<string> {
    const { to = this.targets, dueAt, key, audience, ...draft } = more;
    const options = {
      tellIn: this.direct,
      ...(dueAt === undefined ? {} : { dueAt }),
      ...(key === undefined ? {} : { key }),
      ...(audience === undefined ? {} : { audience }),
    };
    const { id } = await this.broadcasts.start(this.draft(text, draft), to, options);
    await this.stage.rest();
    return id;
  }

  /** Lets time pass until it has ended, ten hours at most. */
  async ended(id: string): Promise<void> {
    for (let seconds = 0; seconds < 36_000; seconds += 5) {
      const { endedAt } = await this.broadcasts.show(id);
      if (endedAt !== undefined) return this.stage.rest();
      await this.stage.wait(5_000);
    }
    throw new Error(`broadcast ${id} does not end`);
  }

  async deliveries(id: string): Promise<Delivery[]> {
    return Array.fromAsync(this.broadcasts.deliveries(id));
  }

  /** What the bot wrote to a target, as the server has it: texts of posts that are there. */
  copies({ channelId }: Target): string[] {
    return this.#posts(channelId).map(({ message }) => message);
  }

  /** Texts of the bot in the direct channel of ann, in order. */
  get told(): string[] {
    return this.#posts(this.direct).map(({ message }) => message);
  }

  /** The table that came with the last report, without its first line: one line for each target. */
  get table(): string[] {
    const { world } = this.stage.sim;
    const [file] = this.#posts(this.direct).findLast(({ file_ids: files }) => files?.length === 1)?.file_ids ?? [];
    const content = world.files.get(file ?? "")?.content ?? new Uint8Array();
    return new TextDecoder().decode(content).trimEnd().split("\r\n").slice(1);
  }

  posts({ channelId }: Target) {
    return this.#posts(channelId);
  }

  /** Where its copy stands among all posts of the server. */
  sentAt(target: Target): number {
    const [copy] = this.posts(target);
    return [...this.stage.sim.world.posts.keys()].indexOf(copy?.id ?? "");
  }

  #posts(channelId: string) {
    const { sim, town } = this.stage;
    const alive = sim.world.aliveInChannel.get(channelId) ?? [];
    return alive.filter((post) => post.user_id === town.bot.id && post.type === "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stage[Symbol.asyncDispose]();
  }
}

/** Opens the town. */
export async function sendingTown({
  channels = 5,
  logChannel,
  withCommand = false,
  around = (options) => options,
  ...more
}: TownOptions = {}): Promise<SendingTown> {
  let desk: BroadcastDesk | undefined;
  const settings = config.parse({
    channelsFile: "/nowhere/channels.toml",
    ...(logChannel === undefined ? {} : { logChannel }),
  });
  const sender = plugin({
    name: "broadcast",
    setup(bot) {
      desk = made(bot, settings).broadcasts;
    },
  });
  const calls: string[] = [];
  const statuses: number[] = [];
  const heard = ({ http, ...options }: BotOptions): BotOptions => ({
    ...options,
    http: async (request) => {
      calls.push(`${request.method} ${new URL(request.url).pathname}`);
      const answer = await (http as HttpTransport)(request);
      statuses.push(answer.status);
      return answer;
    },
  });
  const make = (options: BotOptions): Bot => {
    const bot = new Bot(heard(around(options))).plugin(sender);
    return withCommand ? bot.command("ping", { about: "Answer" }, (ctx) => ctx.reply("pong")) : bot;
  };
  const town = await stage(make, more);
  const ann = town.sim.person("ann");
  const said = await ann.says("hello", { in: "@wright" });
  const targets: Target[] = [];
  for (let n = 0; n < channels; n++) {
    const name = `floor-${n}`;
    const channel = { team_id: town.town.team.id, name, display_name: `Floor ${n}`, type: "O" };
    const { id } = await ann.calls<{ id: string }>("POST /api/v4/channels", channel);
    await ann.calls(`POST /api/v4/channels/${id}/members`, { user_id: town.town.bot.id });
    targets.push({ channelId: id, name: `~${name}`, why: "named" });
    // So that a limiter lets it happen.
    town.clock.advance(400);
  }
  await town.rest();
  return new SendingTown({
    stage: town,
    calls,
    statuses,
    targets,
    annId: said.user_id,
    direct: said.channel_id,
    desk: () => desk as BroadcastDesk,
  });
}
