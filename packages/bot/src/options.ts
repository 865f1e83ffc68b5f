/** What a bot can be told when it is made. */
import type { HttpTransport, NetworkOptions, Pace, SocketTransport, TlsOptions } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Look } from "./callbacks/look.ts";
import type { AccessOptions } from "./access/rule.ts";
import type { LaneOptions } from "./command/run/lanes.ts";
import type { MetricsOptions } from "./door/metrics.ts";
import type { DivertOptions } from "./engine/divert.ts";
import type { Log } from "./log/log.ts";
import type { ConfigsSource } from "./plugin/judge.ts";
import type { Program } from "./program.ts";
import type { ReplayPolicy } from "./update/replay.ts";
import type { SlashOptions } from "./slash/slash.ts";
import type { Durable } from "./store/durable.ts";
import type { Vault } from "./store/vault.ts";
import type { Pulse } from "./storm/pulse.ts";
import type { StormOptions } from "./storm/storms.ts";

export interface BotOptions {
  /** Of the server: `https://chat.example.com`, with its sub-path if it has one. */
  readonly url: string;
  /** Of the bot account. */
  readonly token: string;
  /** What commands begin with in channels, one or several; `!` by default. A mention always works. */
  readonly prefix?: string | readonly string[];
  /** Who administers the bot: usernames or ids. Nobody by default. */
  readonly admins?: readonly string[];
  /** Who may run what, beyond what commands say themselves. */
  readonly access?: AccessOptions;
  /** What plugins are configured with, by their names, where they were given nothing else and nobody configured them since. */
  readonly pluginConfigs?: Readonly<Record<string, unknown>>;
  /** Where these stand, so that what is wrong with them can be told by whoever mends it. */
  readonly pluginConfigsSource?: ConfigsSource;
  /** Commands that answer in a thread, or in a direct message, wherever they are called. */
  readonly divert?: DivertOptions;
  /** Where answers to a post in a channel go: `place`, the channel itself (default), or `thread`. What is asked in a thread is answered there in either case. */
  readonly replyIn?: "place" | "thread";
  /** The IANA zone of schedules that name none, like `"Europe/Berlin"`; UTC by default. */
  readonly timezone?: string;
  /** A text that would become more posts than this is sent as a file with a short lead; 5 by default. */
  readonly fileAfterParts?: number;
  /** By default what failed is said on standard error, such as that the token was revoked, and nothing else is said. */
  readonly log?: Log;
  /** Where the bot keeps what shall outlive it: sessions, jobs, unsent posts. In memory by default. */
  readonly durable?: Durable;
  /** What `secrets` of plugins are locked with. Without one they cannot be kept. */
  readonly vault?: Vault;
  /** For one REST call, in milliseconds; 30,000 by default. */
  readonly timeoutMs?: number;
  /** Keeps calls to the server's rate limit; by default one for all bots of this process on the same server. */
  readonly pace?: Pace;
  /** Sent with every request: what a proxy before the server may ask for. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: TlsOptions;
  /**
   * What to do with what was said while the bot, or its connection, was away. By default it is done for a quarter of an hour; a command
   * that came too late is answered with "say it again", other things are passed over. Commands and listeners may say otherwise.
   */
  readonly replay?: ReplayPolicy;
  /** What lies between here and the server: certificates as in `tls`, a proxy, headers that also the WebSocket's upgrade carries. */
  readonly network?: NetworkOptions;
  /**
   * Where the server reaches what `bot.fetch` answers, `https://bot.example.com/wright`: for slash commands, buttons, dialogs and hooks.
   * Its path is what all of them begin with. Without it nobody can call, and choices are offered as reactions.
   */
  readonly callbackUrl?: string;
  /** The path that calls arrive at, where a proxy before the bot changes it; that of `callbackUrl` by default. */
  readonly callbackPath?: string;
  /** Addresses and ranges of proxies before the bot, like `10.0.0.0/8`: their word about who called is taken for the log. */
  readonly trustedProxies?: readonly string[];
  /**
   * How commands are served as slash commands too, where there is a `callbackUrl`: registered in every team of the bot, as far as it has
   * the right. `false`: not at all.
   */
  readonly slash?: SlashOptions | false;
  /** Has the door answer `/metrics` in Prometheus' format; without it there is no such path. */
  readonly metrics?: MetricsOptions;
  /** Commands that one person may have running (8 by default), and waiting behind them (100): what comes beyond is turned away. */
  readonly commandsPerPerson?: LaneOptions;
  /** Updates that one conversation may have waiting; 100 by default. */
  readonly waitingPerConversation?: number;
  /** When the bot takes its own answers for a loop and falls silent: more than 60 a minute in one place, for ten minutes, by default. */
  readonly storm?: StormOptions;
  /** What runs the bot, where its administrators shall be able to restart and to back it up from chat. `matterwright start` is one. */
  readonly program?: Program;
  /** Where time comes from; the machine by default. */
  readonly clock?: Clock;
  /** How HTTP is spoken; Node's way by default. */
  readonly http?: HttpTransport;
  /** How a WebSocket is opened; Node's way by default. */
  readonly connect?: SocketTransport;
  /** How the bot looks at its own `callbackUrl` when the server does not get there; Node's way by default. */
  readonly look?: Look;
  /** From 0 to 1; `Math.random` by default. */
  readonly random?: () => number;
  /** By which the bot notices what holds everything up; Node's own by default, and none where `clock` is another than the system's. */
  readonly pulse?: Pulse;
}
