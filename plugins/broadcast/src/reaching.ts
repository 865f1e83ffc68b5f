/** What makes targets of names, and tells when each may be written to, put together once: for the dialog, and for the job that finds out anew where a broadcast goes. */
import type { PluginScope, Workplace } from "matterwright";
import { Audiences } from "./audience/audience.ts";
import { BookFile } from "./book/file.ts";
import { Renames } from "./book/renames.ts";
import type { BroadcastSettings } from "./config.ts";
import { Directory } from "./directory/directory.ts";
import { Readers } from "./filling/readers.ts";
import { Tables } from "./filling/tables.ts";
import { Rights } from "./rights/rights.ts";
import { quietHoursIn } from "./when/quiet.ts";
import { Zones } from "./when/zones.ts";
import type { TalkParts } from "./talk/parts.ts";

export type Reaching = Pick<
  TalkParts,
  "directory" | "file" | "renames" | "audiences" | "tables" | "readers" | "rights" | "approval" | "zones" | "quiet"
>;

export interface ReachingParts {
  readonly bot: PluginScope;
  readonly settings: BroadcastSettings;
  readonly workplace: Workplace;
}

export function reachingOf({ bot, settings, workplace }: ReachingParts): Reaching {
  const { rest, clock, people } = workplace;
  const { channelsFile, shown, team, cacheTtlMs, approveOver, approveMentions } = settings;
  const { log, store } = bot;
  const directory = new Directory({ rest, clock, log, ttlMs: cacheTtlMs, team });
  const renames = new Renames(store);
  const zones = new Zones({ rest, people, clock, zone: settings.timezone });
  return {
    directory,
    file: new BookFile({ path: channelsFile, shown: shown?.channelsFile ?? channelsFile, store, log }),
    audiences: new Audiences({ directory, rest, people, renames, myId: () => workplace.me().id }),
    tables: new Tables(rest),
    rights: new Rights({ settings, people, log }),
    renames,
    zones,
    readers: new Readers({ people, zones }),
    quiet: settings.quietHours === undefined ? undefined : quietHoursIn(settings.quietHours),
    approval: { over: approveOver, mentions: approveMentions },
  };
}
