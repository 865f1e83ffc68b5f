/** Makes one copy: the post for a target, with files of its own, looked at when it is there. Never rejects. */
import { NetworkError, type Rest, ServerFailure } from "@matterwright/client";
import { type Tried, type Workplace, errorFacts } from "matterwright";
import type { NewPost } from "@matterwright/protocol";
import { type BroadcastRecord, type DeliveryRecord, textOf } from "../store/records.ts";
import type { Files } from "./files.ts";
import type { TryEnd } from "./pass.ts";
import { type Why, whyOf } from "./reasons.ts";

/** The kind of intent that makes a post. */
type NewCopy = Parameters<Workplace["attempt"]>[0]["intent"] & { readonly kind: "post" };

/** What other parts of the plugin add to a copy. */
export interface Additions {
  extras(record: BroadcastRecord, target: DeliveryRecord): Partial<NewPost>;
  /** Why it is not to be sent any more, if it is not. */
  needless(record: BroadcastRecord, target: DeliveryRecord): Promise<string | undefined>;
  /** It is there. Never rejects. */
  arrived(record: BroadcastRecord, postId: string): Promise<void>;
}

export interface CopyParts {
  readonly workplace: Pick<Workplace, "attempt" | "clock" | "log" | "me" | "people">;
  /** For what nobody waits for. */
  readonly rest: Rest;
  readonly files: Files;
  readonly additions: Additions;
}

/** A server that could not answer is asked again so much later. */
const ASKED_AGAIN_MS = 5_000;

interface Try {
  readonly record: BroadcastRecord;
  readonly isLast: boolean;
}

/** Tries to reach one target. A person is reached by the direct channel, which is made where there was none. */
export async function copyTo(target: DeliveryRecord, { record, isLast }: Try, parts: CopyParts): Promise<TryEnd> {
  const { userId } = target;
  const { people, me, clock } = parts.workplace;
  const isNew = target.unsureSince === undefined;
  const reason = isNew ? await parts.additions.needless(record, target) : undefined;
  if (reason !== undefined) return { kind: "ended", state: "skipped", reason, unsureSince: undefined };
  if (userId === undefined || target.channelId !== "") return copyInto(target, { record, isLast }, parts);
  try {
    const { id: channelId } = await people.direct(me().id, userId);
    const end = await copyInto({ ...target, channelId }, { record, isLast }, parts);
    return end.kind === "ended" ? { ...end, channelId } : end;
  } catch (error) {
    const isPassing = error instanceof NetworkError || error instanceof ServerFailure;
    if (isPassing && !isLast) return { kind: "again", dueAt: clock.now() + ASKED_AGAIN_MS, isSure: true };
    return failed(whyOf(error, String(error)), error, { target, record, parts });
  }
}

async function copyInto(target: DeliveryRecord, { record, isLast }: Try, parts: CopyParts): Promise<TryEnd> {
  const { workplace, files } = parts;
  const now = workplace.clock.now();
  const { attempts, firstAt = now, unsureSince } = target;
  const { fileIds } = record.draft;
  const tried = await workplace.attempt(
    {
      intent: intentOf(target, record, parts),
      attempts,
      addedAt: firstAt,
      dueAt: firstAt,
      ...(unsureSince === undefined ? {} : { unsureSince }),
    },
    {
      lane: "bulk",
      isLast,
      ...(fileIds.length === 0
        ? {}
        : { complete: async () => ({ file_ids: await files.uploadFor(target.channelId, fileIds) }) }),
    },
  );
  return judged(tried, { target, record, parts });
}

function intentOf(target: DeliveryRecord, record: BroadcastRecord, { workplace, additions }: CopyParts): NewCopy {
  const { channelId, rootId, index, round } = target;
  const { id, startedAt, draft } = record;
  const { priority } = draft;
  const { props: added, ...extras } = additions.extras(record, target);
  const props = { ...draft.props, ...added };
  return {
    kind: "post",
    post: {
      channel_id: channelId,
      message: textOf(record, target),
      pending_post_id: `${workplace.me().id}:${startedAt}.${id}.${index}.${round}`,
      ...(rootId === undefined ? {} : { root_id: rootId }),
      ...(Object.keys(props).length === 0 ? {} : { props }),
      ...(priority === undefined ? {} : { metadata: { priority: { priority } } }),
      ...extras,
    },
  };
}

/** The address of a post, whatever its team. */
export function linkTo(postId: string, { url }: Pick<Rest, "url">): string {
  return `${url}/_redirect/pl/${postId}`;
}

interface Judging {
  readonly target: DeliveryRecord;
  readonly record: BroadcastRecord;
  readonly parts: CopyParts;
}

async function judged(tried: Tried, judging: Judging): Promise<TryEnd> {
  if (tried.kind === "again") return { kind: "again", dueAt: tried.dueAt, isSure: tried.isSure };
  if (tried.kind === "failed") return failed(whyOf(tried.error, tried.reason), tried.error, judging);
  const { draft, revision } = judging.record;
  const arrived = tried.post?.file_ids?.length ?? 0;
  if (tried.post !== undefined && arrived < draft.fileIds.length) return takenBack(tried.post.id, arrived, judging);
  if (tried.postId !== undefined) await judging.parts.additions.arrived(judging.record, tried.postId);
  return {
    kind: "ended",
    state: "sent",
    revision,
    reason: undefined,
    advice: undefined,
    unsureSince: undefined,
    ...(tried.postId === undefined ? {} : { postId: tried.postId }),
  };
}

function failed({ reason, advice }: Why, error: unknown, { target, record, parts }: Judging): TryEnd {
  const facts = { broadcast: record.id, channel: target.channelId, error: errorFacts(error) };
  parts.workplace.log.warn(facts, "a copy of a broadcast could not be made");
  const isUnsure = reason.includes("may have arrived");
  return { kind: "ended", state: "failed", reason, advice, ...(isUnsure ? {} : { unsureSince: undefined }) };
}

/** A message without its files says something else: it is taken back, and the target counts as not reached. */
async function takenBack(postId: string, arrived: number, judging: Judging): Promise<TryEnd> {
  const { target, record, parts } = judging;
  const count = `${arrived} of ${record.draft.fileIds.length} files`;
  const round = target.round + 1;
  try {
    await parts.rest.posts.delete(postId);
    const why = {
      reason: `it arrived with ${count}, and I took it back`,
      advice: "Try it again with `broadcast retry`.",
    };
    return { ...failed(why, undefined, judging), round } as TryEnd;
  } catch (error) {
    const why = {
      reason: `it arrived with ${count}, and I could not take it back`,
      advice: "Delete it there by hand.",
    };
    return { ...failed(why, error, judging), postId, round } as TryEnd;
  }
}
