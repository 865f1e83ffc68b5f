/** What the settings say about broadcasts: whether there are any, where the groups of channels are, who may announce, and who is told. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Found } from "./read.ts";
import type { RawSettings, SettingKey } from "./schema.ts";

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
  readonly approvers: string[];
  readonly auditors: string[];
  readonly mentions: string[];
  readonly onBehalf: string[];
  readonly admins: string[];
  /** Targets beyond which somebody else has to agree. */
  readonly approveOver?: number;
  readonly approveMentions: boolean;
  /** When nobody is written to, by the clocks where they are. */
  readonly quietHours?: string;
  readonly quietOverride: string[];
  /** Where somebody has chosen no time zone. */
  readonly timezone?: string;
  /** How often those are reminded who have not confirmed, where an announcement does not say. */
  readonly remindEveryMs?: number;
  readonly gatherReplies?: boolean;
  readonly team?: string;
  readonly sessionTtlMs?: number;
  readonly cacheTtlMs?: number;
}

/** Nothing where nobody asked for broadcasts: no `channels.toml` is there, and no setting speaks of them. */
export function broadcastOf({ values }: Found, home: string): BroadcastSettings | undefined {
  const { channelsFile = "channels.toml", broadcastLog = "broadcast_log.db", authors, approvers, auditors } = values;
  const path = resolve(home, channelsFile);
  const isOn = values.broadcast ?? (values.channelsFile !== undefined || authors !== undefined || existsSync(path));
  if (!isOn) return undefined;
  return {
    channelsFile: path,
    logFile: resolve(home, broadcastLog),
    shown: { channelsFile, logFile: broadcastLog },
    authors: [...(authors ?? [])],
    approvers: [...(approvers ?? [])],
    auditors: [...(auditors ?? [])],
    mentions: [...(values.mentions ?? [])],
    onBehalf: [...(values.onBehalf ?? [])],
    admins: [...(values.admins ?? [])],
    quietOverride: [...(values.quietOverride ?? [])],
    approveMentions: values.approveMentions ?? false,
    ...given(values, [
      "logChannel",
      "approveOver",
      "quietHours",
      "remindEveryMs",
      "gatherReplies",
      "timezone",
      "team",
      "sessionTtlMs",
      "cacheTtlMs",
    ]),
  };
}

/** Those that were set. */
function given<Key extends SettingKey>(
  values: RawSettings,
  keys: readonly Key[],
): Partial<Defined<Pick<RawSettings, Key>>> {
  return Object.fromEntries(
    keys.filter((key) => values[key] !== undefined).map((key) => [key, values[key]]),
  ) as Partial<Defined<Pick<RawSettings, Key>>>;
}

type Defined<Settings> = { [Key in keyof Settings]-?: Exclude<Settings[Key], undefined> };
