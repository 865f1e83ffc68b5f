/**
 * What a failed try means for an intent: never again, again and certainly nothing happened, or again and nobody knows. Pure; called by
 * `deliver.ts`.
 */
import { messageOf } from "../errors.ts";
import { CallError, NetworkError, NotFoundError, RateError, ServerFailure, UNSENT } from "@matterwright/client";
import type { UnixMs } from "@matterwright/protocol";
import type { Attempted, Outcome } from "../store/outbox.ts";

/** Failures before a request can have left this machine, or reached the server's own code. */
const NEVER_ARRIVED: ReadonlySet<string> = new Set([
  ...UNSENT,
  "ERR_PROXY_AUTHENTICATION",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
]);

/** The server is still busy with an earlier try of the same `pending_post_id`. */
const STILL_BUSY = "api.post.deduplicate_create_post.pending";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** After this long an intent that never got through is given up. */
export const GIVEN_UP_AFTER_MS = 3 * 86_400_000;

export interface Circumstances {
  readonly entry: Attempted;
  /** Whether an earlier try may have worked. */
  readonly isRepeat: boolean;
  readonly nowMs: UnixMs;
  /** From 0 to 1, so that many do not come back at the same moment. */
  readonly chance: number;
}

/** The outcome of a try that ended with an error. */
export function verdict(error: unknown, circumstances: Circumstances): Outcome {
  const { entry, isRepeat } = circumstances;
  if (!(error instanceof CallError)) return { kind: "failed", reason: reasonOf(error) };
  // What an earlier try has deleted is gone now.
  if (error instanceof NotFoundError && isRepeat && (entry.intent.kind === "delete" || entry.intent.kind === "unreact"))
    return { kind: "sent" };
  if (error instanceof RateError) return again(error, circumstances, { isSure: true, atLeastMs: error.retryAfterMs });
  if (error instanceof NetworkError)
    return again(error, circumstances, { isSure: NEVER_ARRIVED.has(error.code ?? "") });
  if (error instanceof ServerFailure) return again(error, circumstances, { isSure: error.id === STILL_BUSY });
  // A revoked token is not the intent's fault, and an answer that is none says nothing about it.
  if (error.status === 401 || error.id === undefined)
    return again(error, circumstances, { isSure: error.status === 401, atLeastMs: 60_000 });
  return { kind: "failed", reason: error.message };
}

function again(
  error: CallError,
  { entry, nowMs, chance }: Circumstances,
  { isSure, atLeastMs = 0 }: { readonly isSure: boolean; readonly atLeastMs?: number },
): Outcome {
  if (nowMs - Math.max(entry.addedAt, entry.dueAt) >= GIVEN_UP_AFTER_MS)
    return { kind: "failed", reason: `given up after three days; the last try ended with: ${error.message}` };
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (entry.attempts - 1), LONGEST_PAUSE_MS);
  const dueAt = Math.ceil(nowMs + Math.max(pauseMs * (0.75 + chance / 2), atLeastMs));
  return { kind: "again", dueAt, reason: error.message, isSure };
}

function reasonOf(error: unknown): string {
  return messageOf(error);
}
