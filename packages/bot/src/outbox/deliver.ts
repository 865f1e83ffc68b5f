/** Carries out one intent and says how it ended. Called by the runner; it never throws and writes nothing down. */
import type { Rest } from "@matterwright/client";
import type { Clock } from "@matterwright/clock";
import type { Id } from "@matterwright/protocol";
import type { Intent, OutboxEntry, Outcome } from "../store/outbox.ts";
import { MARK, findMarked } from "./probe.ts";
import { verdict } from "./verdict.ts";

/** The server remembers a `pending_post_id` for 30 seconds; this is less, for what the way there takes. */
export const REMEMBERED_MS = 25_000;

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
  try {
    const known = isRepeat ? await earlier(entry, { rest, nowMs: clock.now() }) : undefined;
    const postId = known ?? (await call(entry.intent, { rest, me }));
    return { kind: "sent", ...(postId === undefined ? {} : { postId }) };
  } catch (error) {
    return verdict(error, { entry, isRepeat, nowMs: clock.now(), chance: random() });
  }
}

/** The post that an earlier try made, where the server would no longer say so itself. */
async function earlier(
  { intent, unsureSince }: OutboxEntry,
  { rest, nowMs }: { readonly rest: Rest; readonly nowMs: number },
): Promise<Id | undefined> {
  if (intent.kind !== "post" || unsureSince === undefined || nowMs - unsureSince < REMEMBERED_MS) return undefined;
  const { channel_id: channelId, pending_post_id: mark } = intent.post;
  return (await findMarked(rest, { channelId, mark, sinceMs: unsureSince }))?.id;
}

async function call(
  intent: Intent,
  { rest, me }: { readonly rest: Rest; readonly me: { readonly id: Id } },
): Promise<Id | undefined> {
  switch (intent.kind) {
    case "post": {
      const { post } = intent;
      return (await rest.posts.create({ ...post, props: { ...post.props, [MARK]: post.pending_post_id } })).id;
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
