/**
 * How far somebody has come in a wizard, as it is stored, and what comes next. Pure: it knows no store and no channel. Answers are kept
 * as they were written, so that a wizard whose questions have changed meanwhile reads them anew.
 */
import type { Id, UnixMs } from "@matterwright/protocol";

/** An answer as it was given. */
export interface Given {
  readonly text: string;
  readonly fileIds: readonly Id[];
  readonly postId: Id;
  readonly at: UnixMs;
  /** The text is the name of one of the question's choices. */
  readonly isChosen?: boolean;
  /** What people are shown in the place of the text: the name of what is an id there. */
  readonly shown?: string;
}

/** Somebody in the middle of a wizard. */
export interface Talk {
  readonly wizard: string;
  /** The question that somebody went back to; nothing when the first that has no answer is meant. */
  readonly step?: string;
  readonly answers: Readonly<Record<string, Given>>;
  readonly startedAt: UnixMs;
  /** It was to be a dialog: its questions offer one. */
  readonly isForm?: boolean;
}

/** Where a wizard talks with whom: in a thread of a channel, or in a direct message. */
export interface TalkPlace {
  readonly userId: Id;
  readonly channelId: Id;
  readonly rootId: Id | "";
}

/** Somebody's talks in one place: the last one is going on, and the others wait for it to end. */
export interface Talks extends TalkPlace {
  readonly talks: readonly Talk[];
}

/** What tells one place and person from another. */
export function placeOf({ userId, channelId, rootId }: TalkPlace): string {
  return `${channelId}/${rootId === "" ? "-" : rootId}/${userId}`;
}

/** The same, with the talk that goes on changed. */
export function withLast(talks: Talks, change: (talk: Talk) => Talk): Talks {
  const last = talks.talks.at(-1);
  return last === undefined ? talks : { ...talks, talks: [...talks.talks.slice(0, -1), change(last)] };
}

export function answered(talk: Talk, name: string, given: Given): Talk {
  const { step: _, ...rest } = talk;
  return { ...rest, answers: { ...talk.answers, [name]: given } };
}

export function movedTo(talk: Talk, name: string): Talk {
  return { ...talk, step: name };
}
