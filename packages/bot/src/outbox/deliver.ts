/** Carries out one intent and says how it ended. Called by the runner; it never throws and writes nothing down. */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Id, NewPost, Post } from "@matterwright/protocol";
import type { Intent, OutboxEntry, Outcome } from "../store/outbox.ts";
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
}

/** Tries an intent that was claimed. */
export async function deliver(entry: OutboxEntry, { rest, me, clock, random }: DeliverParts): Promise<Outcome> {
  // The claim counts this try already: only what was unsure before it can have worked.
  const isRepeat = entry.attempts > 1;
  // The outbox has a patience of its own, which outlives the program.
  const patient = rest.with({ lane: "alerts", retryForMs: 0, withinMs: isRepeat ? REPETITION_MS : FIRST_TRY_MS });
  try {
    const known = isRepeat ? await earlier(entry, patient) : undefined;
    const postId = known ?? (await call(entry.intent, { rest: patient, me }));
    return { kind: "sent", ...(postId === undefined ? {} : { postId }) };
  } catch (error) {
    const outcome = verdict(error, { entry, isRepeat, nowMs: clock.now(), chance: random() });
    return isRepeat && outcome.kind === "failed" ? lastLook(entry, outcome, patient) : outcome;
  }
}

/** A repetition that is refused says nothing about the tries before it: whether one of them arrived has to be looked up. */
async function lastLook(
  { intent, unsureSince }: OutboxEntry,
  refused: Outcome & { readonly kind: "failed" },
  rest: Rest,
): Promise<Outcome> {
  if (intent.kind !== "post" || unsureSince === undefined) return refused;
  try {
    const found = await search(rest, intent.post, unsureSince);
    return found === undefined ? refused : { kind: "sent", postId: found };
  } catch {
    return {
      kind: "failed",
      reason: `${refused.reason} (an earlier try may have arrived: the channel cannot be read)`,
    };
  }
}

/** The post that an earlier try made. */
async function earlier({ intent, unsureSince }: OutboxEntry, rest: Rest): Promise<Id | undefined> {
  if (intent.kind !== "post" || unsureSince === undefined) return undefined;
  return search(rest, intent.post, unsureSince);
}

type MarkedPost = Extract<Intent, { readonly kind: "post" }>["post"];

async function search(rest: Rest, post: MarkedPost, sinceMs: number): Promise<Id | undefined> {
  return (await findMarked(rest, { channelId: post.channel_id, mark: post.pending_post_id, sinceMs }))?.id;
}

async function call(
  intent: Intent,
  { rest, me }: { readonly rest: Rest; readonly me: { readonly id: Id } },
): Promise<Id | undefined> {
  switch (intent.kind) {
    case "post": {
      const { post } = intent;
      const marked = { ...post, props: { ...post.props, [MARK]: post.pending_post_id } };
      return (await created(marked, rest)).id;
    }
    case "edit":
      return (await rest.posts.patch(intent.postId, intent.patch)).id;
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
