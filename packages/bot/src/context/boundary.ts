/** The last line of defence around a handler: the person gets an answer, the log gets the truth, the bot goes on. */
import type { Context } from "./context.ts";
import { ExplainedFailure, StoppedError, StormError, UserError } from "../errors.ts";
import { errorFacts } from "../log/log.ts";
import { note } from "../update/trail.ts";
import type { Update } from "../update/update.ts";
import { ConflictError, FencedError, StoreFullError, StoreUnavailableError } from "../store/errors.ts";

/** How an update ended; `left`: to another process. */
export type Ending = "done" | "told" | "failed" | "silenced" | "left";

/**
 * Runs something and answers what it throws: a `UserError` with its own words, anything else with a reference that stands in the
 * log as well. Never rejects.
 */
export async function guarded(work: () => Promise<void>, ctx: Context): Promise<Ending> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof StormError) {
      note(ctx.update, error.message);
      return "silenced";
    }
    if (error instanceof FencedError) {
      ctx.log.warn({ ref: ctx.ref, reason: error.message }, "an update is another process's to do");
      return "left";
    }
    if (error instanceof StoppedError) return "told";
    const isTold = error instanceof UserError && isHeard(ctx.update);
    if (!isTold) ctx.log.error({ ref: ctx.ref, error: errorFacts(causeOf(error)) }, "a handler failed");
    note(
      ctx.update,
      isTold ? `it ended with: ${error.message}` : `a handler failed: ${String(errorFacts(causeOf(error))["message"])}`,
    );
    const isLeft = await answer(ctx, isTold ? error.message : `${sorry(error)} Ref ${ctx.ref}`);
    if (isLeft) return "left";
    return isTold ? "told" : "failed";
  }
}

/** What really happened, where a hook found words for it. */
function causeOf(error: unknown): unknown {
  return error instanceof ExplainedFailure ? error.cause : error;
}

/** What a person can be told about an error without telling how the bot is made. */
function sorry(error: unknown): string {
  if (error instanceof ExplainedFailure) return error.message;
  if (error instanceof StoreFullError)
    return "I have no room left to write this down, so I did not do it. Nothing that I accepted before is lost.";
  if (error instanceof StoreUnavailableError)
    return `I cannot write anything down just now, so ${error.isSure ? "I did not do it" : "this may not have been kept"}. Please try again in a moment.`;
  if (error instanceof ConflictError) return "Somebody changed the same thing at the same moment. Please try again.";
  return "Something went wrong.";
}

/**
 * Only a person who asked is answered; an answer that cannot be sent is one more line in the log. Returns whether the update is another
 * process's by now: nobody was told anything, and whoever leads then does it.
 */
async function answer(ctx: Context, text: string): Promise<boolean> {
  if (!isAsked(ctx.update)) return false;
  try {
    await ctx.reply(text);
  } catch (error) {
    if (error instanceof FencedError) return true;
    if (!(error instanceof StormError))
      ctx.log.error({ ref: ctx.ref, error: errorFacts(error) }, "the answer to a failure could not be sent");
  }
  return false;
}

/** Whether words for a person reach somebody: what time wakes, for example, has nobody to tell. */
function isHeard(update: Update): boolean {
  return isAsked(update) || update.kind === "hook";
}

function isAsked(update: Update): boolean {
  if (update.kind === "post") return update.author === "person";
  return update.kind === "slash" || update.kind === "click" || update.kind === "submit";
}
