/** What the settings say about broadcasts: whether there are any, where the groups of channels are, who may announce, and who is told. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Found } from "./read.ts";

export interface BroadcastSettings {
  /** Absolute. */
  readonly channelsFile: string;
  /** Of the SQLite log, absolute. */
  readonly logFile: string;
  /** As the settings call them. */
  readonly shown: { readonly channelsFile: string; readonly logFile: string };
  /** A channel's id or `~name`. */
  readonly logChannel?: string;
  /** Names or ids, or `*`. */
  readonly authors: string[];
}

/** Nothing where nobody asked for broadcasts: no `channels.toml` is there, and no setting speaks of them. */
export function broadcastOf({ values }: Found, home: string): BroadcastSettings | undefined {
  const { channelsFile = "channels.toml", broadcastLog = "broadcast_log.db", logChannel, authors = [] } = values;
  const path = resolve(home, channelsFile);
  const isOn =
    values.broadcast ?? (values.channelsFile !== undefined || values.authors !== undefined || existsSync(path));
  if (!isOn) return undefined;
  return {
    channelsFile: path,
    logFile: resolve(home, broadcastLog),
    shown: { channelsFile, logFile: broadcastLog },
    ...(logChannel === undefined ? {} : { logChannel }),
    authors: [...authors],
  };
}
