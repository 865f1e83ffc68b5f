/** Why a target was not reached, for people: what happened, and what to do about it. Pure; called for each delivery that failed. */
import { CallError, NetworkError, ServerFailure } from "@matterwright/client";

export interface Why {
  readonly reason: string;
  /** What to do. */
  readonly advice: string;
}

const RETRY = "Try it again with `broadcast retry`.";

/** By the server's own id of the error. */
const BY_ID: Readonly<Record<string, Why>> = {
  "api.post.create_post.can_not_post_to_deleted.error": {
    reason: "the channel is archived",
    advice: "Restore the channel, or take it out of the group.",
  },
  "api.context.permissions.app_error": {
    reason: "I may not post there",
    advice: "Invite me to the channel, or have an administrator allow me to post there.",
  },
  "model.post.is_valid.message_length.app_error": {
    reason: "the message is too long for this server",
    advice: "Shorten the message, or send it as a file.",
  },
  "model.post.is_valid.file_ids.app_error": {
    reason: "these are more files than one message may have",
    advice: "Send at most ten files.",
  },
  "api.file.upload_file.too_large_detailed.app_error": {
    reason: "a file is too large for this server",
    advice: "Make the file smaller, or send a link to it.",
  },
  "api.file.attachments.disabled.app_error": {
    reason: "files are switched off on this server",
    advice: "Send a link, or have an administrator allow files.",
  },
  "api.post.create_post.root_id.app_error": {
    reason: "the thread is gone: its first message was deleted",
    advice: "Write to the channel instead.",
  },
};

/** @param said what is known when there is no error of the server's: a sentence for the log */
export function whyOf(error: unknown, said: string): Why {
  if (!(error instanceof CallError)) return { reason: plain(said), advice: RETRY };
  const known = BY_ID[error.id ?? ""];
  if (known !== undefined) return known;
  if (error.status === 413) return BY_ID["api.file.upload_file.too_large_detailed.app_error"] as Why;
  if (error.status === 404)
    return {
      reason: "there is no such channel, or I cannot see it",
      advice: "Correct the channel's id, or take it out of the group.",
    };
  if (error instanceof NetworkError) return { reason: "the server could not be reached", advice: RETRY };
  if (error instanceof ServerFailure)
    return { reason: `the server failed again and again (status ${error.status ?? 500})`, advice: RETRY };
  return { reason: plain(error.message), advice: error.hint === undefined ? RETRY : `${error.hint}.` };
}

/** The call stands in the log, not in what people read. */
function plain(message: string): string {
  return message.replace(/^[A-Z]+ \/\S+: /, "").replace(/\.$/, "");
}
