/** What the two jobs of `start`, the embedded and the real one, are given and leave behind. */
import type { Bot, BotOptions, Log } from "matterwright";
import type { BroadcastSettings } from "../settings/broadcast.ts";
import type { Terminal } from "../terminal.ts";

/** What a job leaves behind: something to stop. */
export interface Running {
  stop(options: { readonly drainMs: number }): Promise<void>;
  /** Starts the bot anew, and keeps what is around it; nothing where that is the whole program. */
  again?(options: { readonly drainMs: number }): Promise<void>;
}

/** What a job needs of the command. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly log: Log;
  /** A bot with everything that belongs to it here, with other broadcasts than the settings say where these are given. */
  readonly makeBot: (options: BotOptions, broadcast?: BroadcastSettings) => Promise<Bot>;
}
