/** What a person who asks for a run wants of it: carried by the schedule from the command to the run. */
import { z } from "matterwright";

export const asked = z.object({
  args: z.array(z.string()),
  user: z.object({ id: z.string(), username: z.string() }),
  /** Where it was asked for, and where the answers go. */
  channelId: z.string(),
  rootId: z.string(),
  /** The post that tells how far the run is; none where the answer was no post. */
  statusId: z.string().optional(),
});

export type AskedRun = z.output<typeof asked>;
