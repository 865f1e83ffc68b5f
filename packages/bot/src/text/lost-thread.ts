/**
 * An answer whose thread was deleted while it was being made: the server refuses it there, and it is said in the channel instead. Called
 * by whatever sends posts; it sends nothing.
 */
import { CallError } from "@matterwright/client";
import { ErrorId, type NewPost, POST_MESSAGE_MAX_CODE_POINTS } from "@matterwright/protocol";
import { codePoints } from "./measure.ts";

const NOTE = "_This belongs to a thread that was deleted._\n\n";

/** Whether a post was refused because its thread is gone. */
export function isThreadLost(error: unknown, { root_id: root = "" }: Pick<NewPost, "root_id">): boolean {
  return error instanceof CallError && error.id === ErrorId.postRoot && root !== "";
}

/** The same post outside the thread, which says why it stands there. */
export function outsideThread<P extends NewPost>(post: P): P {
  const message = NOTE + post.message;
  const isTooLong = codePoints(message) > POST_MESSAGE_MAX_CODE_POINTS;
  return { ...post, root_id: "", message: isTooLong ? post.message : message };
}
