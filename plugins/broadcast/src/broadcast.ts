/**
 * What a broadcast is, for everybody in this plugin: the message, where it goes, how it stands, and what can be done with it. Types
 * alone; the dialog makes drafts and targets, the sending makes deliveries of them.
 */
import { z } from "matterwright";
import { asked } from "./acknowledge/asked.ts";
import type { Theirs } from "./when/theirs.ts";
import { weeks } from "./when/weeks.ts";

/** The message, before it goes anywhere. */
export const draft = z.object({
  text: z.string(),
  /** Files of the author's own post, which are sent again to each target. */
  fileIds: z.array(z.string()).default([]),
  /** Whoever announces, by user id. */
  authorId: z.string(),
  /** The author's post that it was made of: when that is edited, the copies can follow. */
  sourcePostId: z.string().optional(),
  /** Shown beside each copy. */
  priority: z.enum(["important", "urgent"]).optional(),
  /** Of each copy, besides what the bot writes there itself. */
  props: z.record(z.string(), z.unknown()).optional(),
  /** Whether `{{slot}}` in the text stands for a value of each target; elsewhere it is sent as it is. */
  isTemplate: z.boolean().optional(),
  /** Whether `@all`, `@channel` and `@here` notify nobody, wherever in a copy they come from. */
  isQuiet: z.boolean().optional(),
  /** In whose name it is announced: each copy says so. */
  onBehalfOf: z.object({ id: z.string(), username: z.string(), fullName: z.string().optional() }).optional(),
  /** In which `{{date}}` and `{{time}}` are told; UTC by default. */
  zone: z.string().optional(),
  /** Those by which its targets came: of some, somebody else has to agree to changes too. */
  groups: z.array(z.string()).optional(),
  /** Readers are asked to say that they have read it. */
  ack: asked.optional(),
  /** Of what belongs to another broadcast: it is in no list, and told of there. */
  serves: z.object({ id: z.string(), as: z.enum(["reminder", "answer"]), threadId: z.string().optional() }).optional(),
});

/** What a target's copy says besides the text that all have. */
export const own = z.object({
  /** What `{{slot}}` stands for there, by the names in lower case. */
  values: z.record(z.string(), z.string()).optional(),
  /** What stands around the text. */
  frame: z.object({ header: z.string().optional(), footer: z.string().optional() }).optional(),
});

export type Draft = z.input<typeof draft>;

/** One place where it goes. A person is a target by the direct channel with the bot. */
export interface Target extends z.output<typeof own> {
  readonly channelId: string;
  /** Of a person: the direct channel with the bot is found when it is sent, and `channelId` is empty until then. */
  readonly userId?: string;
  /** As people read it: `~ops`, `@ann`. */
  readonly name: string;
  /** Why it is a target: `group "Floor 1"`, `named`. */
  readonly why: string;
  /** Of a thread there, for what goes into threads. */
  readonly rootId?: string;
  /** When it goes out there, in Unix milliseconds, where that is not when the others do. */
  readonly dueAt?: number;
  /** By which clocks there are quiet hours there; none where it is not known. */
  readonly zone?: string;
}

/** What makes targets of names again: what was named, and in whose name. */
export const audience = z.object({
  /** What comes in and what goes, one after another: each is what all of its names have in common. */
  steps: z.array(
    z.object({
      how: z.enum(["add", "remove"]),
      all: z.array(z.object({ text: z.string(), isQuoted: z.boolean() })),
    }),
  ),
  /** The file with the table that names them, or has their values. */
  tableId: z.string().optional(),
  /** In whose name: what this person may not name any more is not reached. */
  by: z.object({ id: z.string(), username: z.string() }),
  /** Whether somebody agreed to exactly these targets, so that no others may come in. */
  isAgreed: z.boolean().default(false),
});

export type Audience = z.output<typeof audience>;

/** The times of a broadcast that repeats. */
export const repeat = z.object({
  /** A cron line. */
  line: z.string(),
  /** By its name in the time zone database. */
  zone: z.string(),
  /** As people read it: `every Monday at 09:00`. */
  shown: z.string(),
  /** Whether it is by the clocks of whoever reads it; `zone` is then where a day begins first. */
  isTheirs: z.boolean().optional(),
  /** Which weeks are meant, where that is not every one. */
  weeks: weeks.optional(),
});

export type Repeat = z.output<typeof repeat>;

/** How a broadcast stands. A draft's targets are still being written down; one that repeats has a broadcast of its own for each of its times. */
export type BroadcastState =
  | "draft"
  | "repeating"
  | "scheduled"
  | "sending"
  | "paused"
  | "sent"
  | "partly sent"
  | "failed"
  | "cancelled";

/** How it stands with one target. */
export type DeliveryState = "pending" | "sent" | "failed" | "skipped";

/** Targets by how it stands with them. */
export type Counts = Readonly<Record<DeliveryState, number>>;

/** A broadcast, for lists and reports. */
export interface Broadcast {
  /** Short enough to be typed: `7`. */
  readonly id: string;
  readonly state: BroadcastState;
  /** As it is to be read now: an edit changes it. */
  readonly draft: z.output<typeof draft>;
  readonly targets: number;
  readonly counts: Counts;
  /** In Unix milliseconds. */
  readonly startedAt: number;
  /** When it is to go out, in Unix milliseconds, where that is not at once. */
  readonly dueAt?: number;
  /** Whether somebody agreed to exactly this. */
  readonly isAgreed?: boolean;
  /** When it goes on, in Unix milliseconds, where some of its targets are to get it later. */
  readonly nextAt?: number;
  /** Of one that repeats. */
  readonly repeat?: Repeat & { readonly nextAt?: number | undefined };
  /** The one that repeats, of which this is one time. */
  readonly seriesId?: string;
  /** In Unix milliseconds; nothing before its end. */
  readonly endedAt?: number;
  /** What became of the copies after they were sent. */
  readonly recalled?: RecallMode;
}

/** What becomes of the copies: they go, or their text says that it was withdrawn. */
export type RecallMode = "delete" | "withdraw";

/** One target of a broadcast, and what became of it. */
export interface Delivery extends Target {
  /** Its place in the order that was given, from 0. */
  readonly index: number;
  readonly state: DeliveryState;
  /** The copy. */
  readonly postId?: string;
  /** Why not. */
  readonly reason?: string;
  /** What to do about it, in a sentence. */
  readonly advice?: string;
  /** In Unix milliseconds. */
  readonly endedAt?: number;
}

export interface StartOptions {
  /** Where progress and report are told: the author's direct channel with the bot. */
  readonly tellIn?: string;
  /** Who is told there and looks after it, by user id, where that is not its author. */
  readonly keeperId?: string;
  /** Not before, in Unix milliseconds; at once by default. */
  readonly dueAt?: number;
  /** Nothing is told of it unless something went wrong: what a rehearsal is for is the copy. */
  readonly isRehearsal?: boolean;
  /**
   * Has its targets found out anew when it is sent. Those that are given are then what was shown: what has changed since is told in the
   * report.
   */
  readonly audience?: Audience;
  /** By the clocks of whoever reads it. */
  readonly theirs?: Theirs;
  /** Whether it goes out in quiet hours too. */
  readonly disturbs?: boolean;
  /** It is sent again and again; the targets that are given are what was shown. */
  readonly repeat?: Repeat;
  /** Of one time of a broadcast that repeats: which, and the broadcast whose targets were shown last. */
  readonly series?: { readonly id: string; readonly shownIn: string };
  /**
   * Makes it the only one: a second start under the same key begins nothing and returns the first. A handler that is run again after
   * a crash gives the id of the post that it answers.
   */
  readonly key?: string;
}

export interface EditOptions {
  /** Whether the new text's `@all`, `@channel` and `@here` notify nobody; as before by default. */
  readonly isQuiet?: boolean;
}

/** All broadcasts of the bot, and what can be done with them. */
export interface Broadcasts {
  /**
   * Writes a broadcast down, and has it sent in the order given. When it resolves, it is sent whatever happens to the program.
   *
   * @throws StoreFullError, StoreUnavailableError: then nothing is sent.
   */
  start(draft: Draft, targets: Iterable<Target> | AsyncIterable<Target>, options?: StartOptions): Promise<Broadcast>;
  /** The newest first. */
  list(limit?: number): Promise<readonly Broadcast[]>;
  /** The last broadcast of an author. */
  lastOf(authorId: string): Promise<Broadcast | undefined>;
  /** @throws UserError when there is none of this id, as everything below does. */
  show(id: string): Promise<Broadcast>;
  /** All its targets in order, a page at a time. */
  deliveries(id: string): AsyncIterable<Delivery>;
  /** Sends no more until it is resumed. What is on its way still arrives. */
  pause(id: string): Promise<Broadcast>;
  resume(id: string): Promise<Broadcast>;
  /** Sends no more: what is pending is skipped. @param by who wants it, as it is to be read: `@ann` */
  cancel(id: string, by?: string): Promise<Broadcast>;
  /** Tries the failed ones once more. */
  retryFailed(id: string): Promise<Broadcast>;
  /** Has what has not begun go out at another time, in Unix milliseconds; of `theirs`, the first of all. */
  moveTo(id: string, time: { readonly at: number; readonly theirs?: Theirs }): Promise<Broadcast>;
  /** Has one that repeats do so at other times. */
  repeatAt(id: string, repeat: Repeat): Promise<Broadcast>;
  /** Leaves out the next time of one that repeats, or the one after it. */
  skip(id: string): Promise<Broadcast>;
  /** Changes the text of all copies, also of those that are still to be sent. */
  edit(id: string, text: string, options?: EditOptions): Promise<Broadcast>;
  /** Takes all copies back, and sends no more. */
  recall(id: string, mode: RecallMode, by?: string): Promise<Broadcast>;
}
