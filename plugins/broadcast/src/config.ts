/** What the plugin is told by whoever adds it. */
import { z } from "matterwright";
import { quietHoursIn } from "./when/quiet.ts";

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
  /** Who may agree to what others announce, besides the bot's administrators. */
  approvers: z.array(z.string()).default([]),
  /** Who may read what was done about groups and approvals, besides the bot's administrators. */
  auditors: z.array(z.string()).default([]),
  /** Whose `@all`, `@channel` and `@here` notify, besides those of the bot's administrators. */
  mentions: z.array(z.string()).default([]),
  /** Who may announce in somebody else's name, besides the bot's administrators. */
  onBehalf: z.array(z.string()).default([]),
  /** Who administers the bot: told to those who may not announce, and asked to agree. What they may do, the bot says. */
  admins: z.array(z.string()).default([]),
  /** Somebody else has to agree to what goes to more targets than this; nobody by default. */
  approveOver: z.int().positive().optional(),
  /** Somebody else has to agree to what says `@all`, `@channel` or `@here`. */
  approveMentions: z.boolean().default(false),
  /** Who has not confirmed an announcement that has a deadline is reminded so often, in milliseconds, unless it says otherwise. */
  remindEveryMs: z.int().positive().optional(),
  /** Whether what people answer in the threads of copies is gathered for their author. */
  gatherReplies: z.boolean().default(true),
  /** The only team whose channels count, by its name; all teams of the bot by default. */
  team: z.string().optional(),
  /** After so long without an answer an author is told that nothing is waited for any more, in milliseconds. */
  sessionTtlMs: z.int().positive().default(300_000),
  /** Where somebody has chosen no time zone: an IANA name. */
  timezone: z.string().default("UTC"),
  /** When nobody is written to, by the clocks where they are: `22:00-07:00`. None by default. */
  quietHours: z
    .string()
    .refine((text) => quietHoursIn(text) !== undefined, 'write from when to when, like "22:00-07:00"')
    .optional(),
  /** Who may announce in quiet hours too, besides the bot's administrators: names or ids of users. */
  quietOverride: z.array(z.string()).default([]),
  /** The list of channels is read anew so often, in milliseconds. */
  cacheTtlMs: z.int().positive().default(3_600_000),
});

export type BroadcastConfig = z.input<typeof config>;
export type BroadcastSettings = z.output<typeof config>;
