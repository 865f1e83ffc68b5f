/**
 * Carries out one intent and says how it ended. Called by the runner, and for whoever keeps an account of its own; it never throws and
 * writes nothing down.
 */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Id, NewPost, Post } from "@matterwright/protocol";
import type { AttemptManner, Attempted, Intent, Outcome, Tried } from "../store/outbox.ts";
import { isThreadLost, outsideThread } from "../text/lost-thread.ts";
import { MARK, findMarked } from "./probe.ts";
import { verdict } from "./verdict.ts";

/**
 * Before a repetition the channel is searched, because a server that was started again no longer knows any `pending_post_id`; what it
 * was still about to make is recognised by that for 30 seconds. So a repetition takes no longer than fifteen.
 */
const REPETITION_MS = 15_000;
/** The first time, it may wait for its turn and its answer for so long. */
const FIRST_TRY_MS = 60_000;

export interface DeliverParts {
  readonly rest: Rest;
  readonly me: { readonly id: Id };
  readonly clock: Clock;
  readonly random: () => number;
  readonly manner?: AttemptManner;
}

/** Tries an intent that was claimed. */
export async function deliver(
  entry: Attempted,
  { rest, me, clock, random, manner = {} }: DeliverParts,
): Promise<Tried> {
  const { lane = "alerts", isLast = false, complete } = manner;
  // The claim counts this try already: only what was unsure before it can have worked.
  const isRepeat = entry.attempts > 1;
  // The outbox has a patience of its own, which outlives the program.
  const patient = rest.with({ lane, retryForMs: 0, withinMs: isRepeat ? REPETITION_MS : FIRST_TRY_MS });
  try {
    const earlierPost = isRepeat ? await earlier(entry, patient) : undefined;
    if (earlierPost !== undefined) return sentAs(earlierPost);
    const more = complete === undefined ? undefined : await complete();
    // That took its time, and what the server was about to make may be there by now.
    const madeMeanwhile = more !== undefined && isRepeat ? await earlier(entry, patient) : undefined;
    return sentAs(madeMeanwhile ?? (await call(completed(entry.intent, more), { rest: patient, me })));
  } catch (error) {
    const outcome = verdict(error, { entry, isRepeat, nowMs: clock.now(), chance: random() });
    const ended = isLast && outcome.kind === "again" ? givenUp(outcome, entry) : outcome;
    const known = isRepeat && ended.kind === "failed" ? await lastLook(entry, ended, patient) : ended;
    return { ...known, error };
  }
}

function sentAs(post: Post | undefined): Tried {
  return post === undefined ? { kind: "sent" } : { kind: "sent", postId: post.id, post };
}

function completed(intent: Intent, more: Partial<NewPost> = {}): Intent {
  return intent.kind === "post" ? { ...intent, post: { ...intent.post, ...more } } : intent;
}

function givenUp({ reason }: Outcome & { readonly kind: "again" }, { attempts }: Attempted): FailedOutcome {
  return { kind: "failed", reason: `given up after ${attempts} tries; the last ended with: ${reason}` };
}

type FailedOutcome = Outcome & { readonly kind: "failed" };

/** A repetition that is refused says nothing about the tries before it: whether one of them arrived has to be looked up. */
async function lastLook({ intent, unsureSince }: Attempted, refused: FailedOutcome, rest: Rest): Promise<Tried> {
  if (intent.kind !== "post" || unsureSince === undefined) return refused;
  try {
    const found = await search(rest, intent.post, unsureSince);
    return found === undefined ? refused : sentAs(found);
  } catch {
    return {
      kind: "failed",
      reason: `${refused.reason} (an earlier try may have arrived: the channel cannot be read)`,
    };
  }
}

/** The post that an earlier try made. */
async function earlier({ intent, unsureSince }: Attempted, rest: Rest): Promise<Post | undefined> {
  if (intent.kind !== "post" || unsureSince === undefined) return undefined;
  return search(rest, intent.post, unsureSince);
}

type MarkedPost = Extract<Intent, { readonly kind: "post" }>["post"];

function search(rest: Rest, post: MarkedPost, sinceMs: number): Promise<Post | undefined> {
  return findMarked(rest, { channelId: post.channel_id, mark: post.pending_post_id, sinceMs });
}

async function call(
  intent: Intent,
  { rest, me }: { readonly rest: Rest; readonly me: { readonly id: Id } },
): Promise<Post | undefined> {
  switch (intent.kind) {
    case "post": {
      const { post } = intent;
      const marked = { ...post, props: { ...post.props, [MARK]: post.pending_post_id } };
      return created(marked, rest);
    }
    case "edit":
      return rest.posts.patch(intent.postId, intent.patch);
    case "delete":
      await rest.posts.delete(intent.postId);
      return undefined;
    case "react":
      await rest.reactions.add({ user: me.id, post: intent.postId, emoji: intent.emoji });
      return undefined;
    case "unreact":
      await rest.reactions.remove({ user: me.id, post: intent.postId, emoji: intent.emoji });
      return undefined;
  }
}

/** Says it outside the thread when that is gone. */
async function created(post: NewPost, rest: Rest): Promise<Post> {
  try {
    return await rest.posts.create(post);
  } catch (error) {
    if (!isThreadLost(error, post)) throw error;
    return rest.posts.create(outsideThread(post));
  }
}
