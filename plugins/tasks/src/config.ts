/** What the plugin is told by whoever adds it. */
import { z } from "matterwright";

export const config = z.object({
  /** The tasks folder, absolute. It need not be there yet. */
  folder: z.string(),
  /** `scheduler.toml`, absolute. It need not be there yet. */
  schedule: z.string(),
  /** How both are called in what people read; as above by default. */
  shown: z.object({ folder: z.string(), schedule: z.string() }).optional(),
  /** A channel, by id or as `~name`, that is told what administrators have to know, and in which planned runs speak. */
  logChannel: z.string().optional(),
  /** The environment of programs, without what is secret. */
  environment: z.record(z.string(), z.string()).default({}),
});

export type TasksConfig = z.input<typeof config>;
export type TasksSettings = z.output<typeof config>;
