/** Where an announcement goes, and how far somebody may reach: what the rest of the plugin knows of an audience. Types alone. */
import type { Group } from "../book/book.ts";

/** Where something goes, before it is known how. */
export interface Wanted {
  /** Of a channel; of a person, where it is one. */
  readonly id: string;
  readonly isPerson: boolean;
  /** As people read it. */
  readonly name: string;
  /** Everything that makes it a target. */
  readonly why: readonly string[];
  /** The groups that it came by. */
  readonly groups: readonly string[];
  /** What `{{slot}}` stands for there, by the names in lower case. */
  readonly values?: Readonly<Record<string, string>> | undefined;
  /** When it goes out there, in Unix milliseconds, where that is not when the others do. */
  readonly dueAt?: number | undefined;
  /** By whose clocks there are quiet hours there. */
  readonly zone?: string | undefined;
  /** What stands around the text there. */
  readonly frame?: { readonly header?: string | undefined; readonly footer?: string | undefined } | undefined;
}

export interface Audience {
  /** Each once, in the order in which they were named. */
  readonly targets: readonly Wanted[];
  readonly unknown: readonly { readonly step: number; readonly text: string; readonly near: readonly string[] }[];
  readonly refused: readonly { readonly step: number; readonly text: string; readonly why: string }[];
  /** Sentences that help to understand what came out. */
  readonly notes: readonly string[];
}

/** What one person may name. */
export interface Reach {
  /** Any channel, any person, patterns and whole teams. */
  readonly isAnywhere: boolean;
  /** Why not this group; nothing when they may. */
  refusal(group: Group): string | undefined;
}
