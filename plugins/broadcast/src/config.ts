/** What the plugin is told by whoever adds it. */
import { z } from "matterwright";

export const config = z.object({
  /** `channels.toml`, absolute. It need not be there yet. */
  channelsFile: z.string(),
  /** The SQLite log of what was announced, absolute; none by default. It need not be there yet. */
  logFile: z.string().optional(),
  /** How both are called in what people read; as above by default. */
  shown: z.object({ channelsFile: z.string(), logFile: z.string().optional() }).optional(),
  /** A channel, by id or as `~name`, that is told of each broadcast when it has ended. */
  logChannel: z.string().optional(),
  /** Who may announce besides the bot's administrators: names or ids of users, or `*` for everybody. */
  authors: z.array(z.string()).default([]),
});

export type BroadcastConfig = z.input<typeof config>;
export type BroadcastSettings = z.output<typeof config>;
